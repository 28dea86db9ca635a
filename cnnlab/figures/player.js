// Brings a figure to life. It looks for its own figure only, leaves nothing behind in the page, and asks nobody for anything.
// Each kind of figure is a function of the figure and its data; "steps" is here, the others are in files of their own.
const kinds = {};

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function shape(name, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// What has the focus keeps its keys: JupyterLab would take arrows, space and enter for its own shortcuts.
function control(name, attributes, ...children) {
  return element(name, { ...attributes, "data-lm-suppress-shortcuts": "true" }, ...children);
}

function button(text, onClick) {
  const made = control("button", { type: "button" }, text);
  made.addEventListener("click", onClick);
  return made;
}

// A labelled slider over whole numbers, with its value beside it.
function slider(label, low, high, value, onInput) {
  const input = control("input", { type: "range", min: low, max: high, step: 1, value });
  const output = element("output", {}, String(value));
  input.addEventListener("input", () => onInput(Number(input.value)));
  return { input, output, label: element("label", {}, label, input, output) };
}

// The drawing comes as an image, so that it is there without scripts; inlined, its parts can be changed.
function inlined(figure) {
  const image = figure.querySelector("img");
  if (!image) return figure.querySelector("svg");
  const address = image.getAttribute("src");
  const parsed = new DOMParser().parseFromString(decodeURIComponent(address.slice(address.indexOf(",") + 1)), "image/svg+xml");
  const svg = document.importNode(parsed.documentElement, true);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", image.getAttribute("alt"));
  image.replaceWith(svg);
  return svg;
}

kinds.steps = (figure, data) => {
  const svg = inlined(figure);
  const say = figure.querySelector(".cnnlab-say");
  const last = data.steps.length - 1;
  // A run of cells: their texts with spaces between, and a digit to base 36 for the shade of each.
  function fill(cells, first, texts, shades) {
    const labels = texts.split(" ");
    [...shades].forEach((shade, i) => (cells[first + i] = [labels[i] || "", data.palette[parseInt(shade, 36)]]));
  }
  const grids = (data.grids || []).map((start, number) => {
    const group = svg.querySelector(`[data-grid='${number}']`);
    return {
      start,
      fields: group.querySelectorAll("[data-fields] path"),
      texts: group.querySelectorAll("[data-texts] text"),
      box: group.querySelector("[data-box]"),
      ring: group.querySelector("[data-ring]"),
    };
  });
  const lines = data.steps.map((_, number) => svg.querySelector(`[data-line='${number}']`)).filter(Boolean);
  let now = 0;
  let timer = null;

  function show(step) {
    now = Math.max(0, Math.min(last, step));
    const [where, text, boxes, , rings] = data.steps[now];
    grids.forEach((grid, number) => {
      const cells = [];
      if (grid.start) fill(cells, 0, ...grid.start);
      for (const [, , , changes] of data.steps.slice(0, now + 1)) {
        for (const [changed, ...run] of changes) if (changed === number) fill(cells, ...run);
      }
      cells.forEach(([label, [color, ink]], cell) => {
        grid.fields[cell].setAttribute("stroke", color);
        grid.texts[cell].setAttribute("fill", ink);
        grid.texts[cell].textContent = label;
      });
      const box = boxes.find((candidate) => candidate[0] === number);
      grid.box.setAttribute("visibility", box ? "visible" : "hidden");
      if (box) {
        for (const rect of grid.box.children) {
          ["y", "x", "height", "width"].forEach((name, i) => rect.setAttribute(name, box[i + 1] * data.side));
        }
      }
      const ring = rings.find((candidate) => candidate[0] === number);
      grid.ring.setAttribute("visibility", ring ? "visible" : "hidden");
      if (ring) {
        for (const circle of grid.ring.children) {
          ["cy", "cx"].forEach((name, i) => circle.setAttribute(name, (ring[i + 1] + 0.5) * data.side));
        }
      }
    });
    lines.forEach((line, number) => {
      line.setAttribute("stroke", number === now ? "#0057b8" : "#c4c4c4");
      line.setAttribute("stroke-width", number === now ? 3 : 1.5);
    });
    if (lines.length) lines[now].parentNode.append(lines[now]);
    say.textContent = `${where}\n${text}`;
    scrub.input.value = now + 1;
    scrub.input.setAttribute("aria-valuetext", where);
    scrub.output.textContent = data.labels ? data.labels[now] : `${now + 1} of ${last + 1}`;
  }

  function pause() {
    clearInterval(timer);
    timer = null;
    play.textContent = "▶ Play";
    say.setAttribute("aria-live", "polite");
  }

  function toggle() {
    if (timer !== null) return pause();
    // Who asked for less motion gets a step at a time; the style sheet takes Play away.
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return show(now === last ? 0 : now + 1);
    say.setAttribute("aria-live", "off");
    play.textContent = "⏸ Pause";
    if (now === last) show(0);
    timer = setInterval(() => {
      if (now < last && figure.isConnected) show(now + 1);
      if (now === last || !figure.isConnected) pause();
    }, Math.max(350, Math.min(1100, 30000 / data.steps.length)));
  }

  function go(step) {
    pause();
    show(step);
  }

  // Wherever the focus is among the controls: arrows step, and space on the slider plays. The slider knows the arrows itself.
  function press(event) {
    const onScrub = event.target === scrub.input;
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (onScrub && event.key === " ") toggle();
    else if (!onScrub && by) go(now + by);
    else return;
    event.preventDefault();
  }

  const play = button("▶ Play", toggle);
  play.setAttribute("class", "cnnlab-play");
  const back = button("‹ Back", () => go(now - 1));
  const next = button("Next ›", () => go(now + 1));
  const scrub = slider(data.label, 1, last + 1, 1, (value) => go(value - 1));
  const controls = figure.querySelector(".cnnlab-controls");
  // A fixed figure has its controls elsewhere: a live notebook's sliders draw it anew.
  controls.replaceChildren(...(data.fixed ? [] : [play, back, next, scrub.label]));
  controls.addEventListener("keydown", press);
  pause();
  show(data.start || 0);
};

function start() {
  const own = document.currentScript && document.currentScript.closest(".cnnlab");
  for (const figure of own ? [own] : document.querySelectorAll(".cnnlab")) {
    const data = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
    if (figure.cnnlabStarted || !kinds[data.kind]) continue;
    figure.cnnlabStarted = true;
    kinds[data.kind](figure, data);
  }
}
