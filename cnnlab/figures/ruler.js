// The ruler: everything follows from five numbers.
kinds.ruler = (figure, data) => {
  const values = { ...data.values };
  const stage = figure.querySelector(".cnnlab-stage");
  const say = figure.querySelector(".cnnlab-say");
  const controls = figure.querySelector(".cnnlab-controls");
  const names = { n: "pixels n", k: "kernel k", padding: "padding p", stride: "stride s", dilation: "dilation d" };

  function sentence({ n, k, padding, stride, dilation }, count, span, cells, used) {
    if (count === 0) return `The window spans ${span} cells, but there are only ${cells}: it does not fit.`;
    const over = cells - (count - 1) * stride - span;
    const skipped = cells - over - used.size;
    return (
      `⌊(${n} + 2·${padding} − ${dilation}·(${k} − 1) − 1) / ${stride}⌋ + 1 = ${count} ${count === 1 ? "window" : "windows"}.` +
      (over ? ` Left over at the end: ${over}.` : " Nothing is left over at the end.") +
      (skipped ? ` Skipped in between: ${skipped}.` : "")
    );
  }

  function show() {
    const { n, k, padding, stride, dilation } = values;
    const cells = n + 2 * padding;
    const span = dilation * (k - 1) + 1;
    const count = cells < span ? 0 : Math.floor((cells - span) / stride) + 1;
    const used = new Set();
    const side = Math.min(32, Math.floor(640 / cells));
    const bar = Math.min(16, Math.max(9, Math.floor(420 / Math.max(count, 1))));
    const top = 62;
    const height = top + Math.max(count, 1) * bar + 6;
    const inside = [];
    for (let i = 0; i < count; i++) {
      const y = top + i * bar;
      inside.push(shape("path", { d: `M${i * stride * side + 3} ${y + bar / 2 - 1}h${span * side - 6}`, stroke: "#0057b8", "stroke-width": 2 }));
      for (let j = 0; j < k; j++) {
        const cell = i * stride + j * dilation;
        used.add(cell);
        inside.push(shape("rect", { x: cell * side + 2, y, width: side - 4, height: bar - 3, fill: "#0057b8" }));
      }
    }
    for (let cell = 0; cell < cells; cell++) {
      const x = cell * side;
      const pad = cell < padding || cell >= padding + n;
      inside.push(shape("rect", { x, y: 20, width: side, height: 32, fill: pad ? "#e1e3e6" : "#fff", stroke: "#8a8a8a" }));
      if (pad) inside.push(shape("path", { d: `M${x} 36l${side / 2}-16m0 32l${side / 2}-16`, stroke: "#99a", fill: "none" }));
      else if (side >= 16 || (cell - padding) % 5 === 0) {
        inside.push(shape("text", { x: x + side / 2, y: 14, "font-size": 11, "text-anchor": "middle", fill: "#555" }, String(cell - padding)));
      }
      if (!used.has(cell)) {
        const d = `M${x + 4} 27l${side - 8} 18m0-18l-${side - 8} 18`;
        inside.push(shape("path", { d, stroke: "#b00020", "stroke-width": 2, fill: "none" }));
      }
    }
    const width = cells * side + 2;
    const text = sentence(values, count, span, cells, used);
    stage.replaceChildren(
      shape("svg", { viewBox: `-1 0 ${width} ${height}`, width, height, role: "img", "aria-label": text, "font-family": "system-ui,sans-serif" }, ...inside)
    );
    say.textContent = `${text}\nGray, hatched cells are padding; a red cross marks a cell that no window sees.`;
  }

  const sliders = Object.entries(names).map(([name, label]) => {
    const made = slider(label, ...data.limits[name], values[name], (value) => {
      values[name] = value;
      made.output.textContent = String(value);
      show();
    });
    return made.label;
  });
  controls.replaceChildren(...sliders);
  controls.classList.add("cnnlab-sliders");
  stage.before(controls);
  say.setAttribute("aria-live", "polite");
  show();
};
