// The painter: cross-correlation of the picture with the kernel as it stands in the fields, at every change.
kinds.painter = (figure, data) => {
  const [height, width] = data.size;
  const [h, w] = [data.kernel.length, data.kernel[0].length];
  const [rows, columns] = [height - h + 1, width - w + 1];
  const zoom = Math.max(1, Math.floor(290 / Math.max(height, width)));
  const pixels = Float64Array.from(atob(data.pixels), (byte) => data.low + ((data.high - data.low) * byte.charCodeAt(0)) / 255);
  const say = figure.querySelector(".cnnlab-say");

  function correlate(kernel) {
    const map = new Float64Array(rows * columns);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let sum = 0;
        for (let a = 0; a < h; a++) for (let b = 0; b < w; b++) sum += kernel[a][b] * pixels[(i + a) * width + j + b];
        map[i * columns + j] = sum;
      }
    }
    return map;
  }

  function paint(canvas, values, low, high, signed) {
    const context = canvas.getContext("2d");
    const picture = context.createImageData(canvas.width, canvas.height);
    const reach = Math.max(Math.abs(low), Math.abs(high)) || 1;
    values.forEach((value, at) => {
      let color;
      if (signed) {
        const end = value > 0 ? [179, 88, 6] : [84, 39, 136];
        color = end.map((part) => 255 + (part - 255) * Math.min(1, Math.abs(value) / reach));
      } else {
        const gray = high > low ? (255 * (value - low)) / (high - low) : 128;
        color = [gray, gray, gray];
      }
      picture.data.set([...color.map(Math.round), 255], at * 4);
    });
    context.putImageData(picture, 0, 0);
  }

  const text = (value) => String(Number(value.toPrecision(3))).replace("-", "−");

  function show() {
    const kernel = fields.map((row) => row.map((field) => Number(field.value) || 0));
    const map = correlate(kernel);
    const low = map.reduce((a, b) => Math.min(a, b));
    const high = map.reduce((a, b) => Math.max(a, b));
    const signed = scale.value === "signed" || (scale.value === "auto" && low < 0);
    paint(result, map, low, high, signed);
    const total = kernel.flat().reduce((a, b) => a + b, 0);
    const shown = signed ? "White is zero, orange above, purple below." : "Black is the smallest value, white the largest.";
    say.textContent = `The weights add up to ${text(total)}. The feature map, ${rows}×${columns}, runs from ${text(low)} to ${text(high)}.\n${shown}`;
    result.setAttribute("aria-label", `Feature map, ${rows}×${columns}, values from ${text(low)} to ${text(high)}`);
  }

  function canvas(columns, rows, label) {
    const style = `width:${columns * zoom}px;height:${rows * zoom}px;image-rendering:pixelated;border:1px solid #8a8a8a;box-sizing:content-box`;
    return element("canvas", { width: columns, height: rows, role: "img", "aria-label": label, style });
  }

  function set(kernel) {
    kernel.forEach((row, a) => row.forEach((weight, b) => (fields[a][b].value = weight)));
    show();
  }

  const source = canvas(width, height, `Picture, ${height}×${width}`);
  const result = canvas(columns, rows, "Feature map");
  const fields = data.kernel.map((row, a) =>
    row.map((weight, b) => {
      const label = `kernel, row ${a}, column ${b}`;
      const field = control("input", { type: "number", step: "any", value: weight, "aria-label": label, class: "cnnlab-weight" });
      // The kernel of a fixed figure is set elsewhere: a live notebook's sliders draw it anew.
      if (data.fixed) field.setAttribute("readonly", "");
      field.addEventListener("input", show);
      return field;
    })
  );
  const grid = element("div", { class: "cnnlab-kernel", style: `grid-template-columns:repeat(${w},auto)` }, ...fields.flat());
  const scale = control(
    "select",
    {},
    ...Object.entries({ auto: "automatic", signed: "centred on zero", gray: "gray" }).map(([value, name]) => element("option", { value }, name))
  );
  scale.addEventListener("change", show);
  const column = (name, ...parts) => element("div", {}, element("div", { class: "cnnlab-name" }, name), ...parts);
  figure.querySelector(".cnnlab-stage").replaceChildren(
    element(
      "div",
      { class: "cnnlab-painter" },
      column(`Picture ${height}×${width}`, source),
      column(`Kernel ${h}×${w}`, grid),
      column(`Feature map ${rows}×${columns}`, result)
    )
  );
  figure.querySelector(".cnnlab-controls").replaceChildren(
    ...Object.entries(data.presets).map(([name, kernel]) => button(name, () => set(kernel))),
    ...(data.fixed ? [] : [button("as at first", () => set(data.kernel))]),
    element("label", {}, "Colours", scale)
  );
  say.setAttribute("aria-live", "polite");
  paint(source, pixels, data.low, data.high, false);
  show();
};
