// A web page small enough to test with: it parses the HTML of figures, runs their scripts the way a browser does, and hands the page
// to the code of a test. Reads {"html": …, "code": …} from standard input and prints what the code returns, as JSON.
const vm = require("vm");

const VOID = new Set(["img", "input", "br"]);
const ENTITIES = { lt: "<", gt: ">", amp: "&", quot: '"', "#x27": "'", "#39": "'", nbsp: "\u00a0" };
const decode = (text) => text.replace(/&(#x27|#39|\w+);/g, (_, name) => ENTITIES[name]);
const encode = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");

class Text {
  constructor(text) {
    this.text = text;
  }
  get textContent() {
    return this.text;
  }
  get outerHTML() {
    return ["script", "style"].includes(this.parentNode.name) ? this.text : encode(this.text);
  }
}

class Element {
  constructor(name, attributes = {}) {
    Object.assign(this, { name, attributes, childNodes: [], parentNode: null, listeners: {} });
    if (name === "canvas") this.painted = null;
  }
  get children() {
    return this.childNodes.filter((node) => node instanceof Element);
  }
  get textContent() {
    return this.childNodes.map((node) => node.textContent).join("");
  }
  set textContent(text) {
    this.replaceChildren(String(text));
  }
  get isConnected() {
    return this === root || (this.parentNode !== null && this.parentNode.isConnected);
  }
  get outerHTML() {
    const attributes = Object.entries(this.attributes).map(([name, value]) => ` ${name}="${encode(value)}"`);
    const inside = this.childNodes.map((node) => node.outerHTML).join("");
    return `<${this.name}${attributes.join("")}>${inside}` + (VOID.has(this.name) ? "" : `</${this.name}>`);
  }
  get value() {
    if (this.set !== undefined) return this.set;
    return this.name === "select" ? this.children[0].getAttribute("value") : this.getAttribute("value");
  }
  set value(value) {
    this.set = String(value);
  }
  get width() {
    return Number(this.getAttribute("width"));
  }
  get height() {
    return Number(this.getAttribute("height"));
  }
  get classList() {
    const own = this;
    return {
      add(name) {
        own.setAttribute("class", `${own.getAttribute("class") || ""} ${name}`.trim());
      },
    };
  }
  getAttribute(name) {
    return name in this.attributes ? this.attributes[name] : null;
  }
  setAttribute(name, value) {
    this.attributes[name] = String(value);
  }
  append(...nodes) {
    for (let node of nodes) {
      if (typeof node === "string") node = new Text(node);
      if (node.parentNode) node.parentNode.childNodes = node.parentNode.childNodes.filter((other) => other !== node);
      node.parentNode = this;
      this.childNodes.push(node);
    }
  }
  replaceChildren(...nodes) {
    for (const node of this.childNodes) node.parentNode = null;
    this.childNodes = [];
    this.append(...nodes);
  }
  before(node) {
    if (node.parentNode) node.parentNode.childNodes = node.parentNode.childNodes.filter((other) => other !== node);
    node.parentNode = this.parentNode;
    this.parentNode.childNodes.splice(this.parentNode.childNodes.indexOf(this), 0, node);
  }
  replaceWith(node) {
    this.before(node);
    this.parentNode.childNodes = this.parentNode.childNodes.filter((other) => other !== this);
    this.parentNode = null;
  }
  matches(compound) {
    const name = compound.match(/^\w+/);
    if (name && name[0] !== this.name) return false;
    for (const [, wanted] of compound.matchAll(/\.([\w-]+)/g)) {
      if (!(this.getAttribute("class") || "").split(" ").includes(wanted)) return false;
    }
    for (const [, key, , value] of compound.matchAll(/\[([\w-]+)(='([^']*)')?\]/g)) {
      if (this.getAttribute(key) === null || (value !== undefined && this.getAttribute(key) !== value)) return false;
    }
    return true;
  }
  querySelectorAll(selector) {
    const [first, ...rest] = selector.split(" ");
    const found = this.children.flatMap((child) => [...(child.matches(first) ? [child] : []), ...child.querySelectorAll(first)]);
    return rest.length ? found.flatMap((one) => one.querySelectorAll(rest.join(" "))) : found;
  }
  querySelector(selector) {
    return this.querySelectorAll(selector)[0] || null;
  }
  closest(compound) {
    return this.matches(compound) ? this : this.parentNode && this.parentNode.closest(compound);
  }
  addEventListener(event, listener) {
    (this.listeners[event] ||= []).push(listener);
  }
  fire(event) {
    for (const listener of this.listeners[event] || []) listener({ target: this });
  }
  // A key goes to what has the focus, and up from there; whether somebody took it for their own.
  press(key) {
    const pressed = { key, target: this, taken: false, preventDefault: () => (pressed.taken = true) };
    for (let place = this; place; place = place.parentNode) for (const listener of place.listeners.keydown || []) listener(pressed);
    return pressed.taken;
  }
  click() {
    this.fire("click");
  }
  enter(value) {
    this.value = value;
    this.fire("input");
    this.fire("change");
  }
  getContext() {
    return {
      createImageData: (width, height) => ({ data: new Uint8ClampedArray(4 * width * height) }),
      putImageData: (picture) => (this.painted = [...picture.data]),
    };
  }
}

function parse(text, into) {
  let open = into;
  const token = /<(\/?)([\w-]+)((?:\s+[\w:-]+(?:=(?:"[^"]*"|'[^']*'))?)*)\s*(\/?)>|[^<]+|</g;
  for (let match; (match = token.exec(text)); ) {
    const [whole, closing, name, attributes, selfClosed] = match;
    if (!name) open.append(decode(whole));
    else if (closing) {
      if (open.name !== name) throw new Error(`</${name}> closes <${open.name}>`);
      open = open.parentNode;
    } else {
      const made = new Element(name);
      for (const [, key, quoted] of attributes.matchAll(/([\w:-]+)(?:=("[^"]*"|'[^']*'))?/g)) {
        made.setAttribute(key, decode((quoted || '""').slice(1, -1)));
      }
      open.append(made);
      if (name === "script" || name === "style") {
        const end = text.indexOf(`</${name}>`, token.lastIndex);
        made.append(text.slice(token.lastIndex, end));
        token.lastIndex = end + name.length + 3;
      } else if (!selfClosed && !VOID.has(name)) open = made;
    }
  }
  if (open !== into) throw new Error(`<${open.name}> is never closed`);
  return into;
}

const root = new Element("body");
const timers = new Map();
const reader = { lessMotion: false };
const document = {
  currentScript: null,
  createElement: (name) => new Element(name),
  createElementNS: (_, name) => new Element(name),
  importNode: (node) => node,
  querySelectorAll: (selector) => root.querySelectorAll(selector),
};
class DOMParser {
  parseFromString(text) {
    return { documentElement: parse(text, new Element("document")).children[0] };
  }
}
const world = vm.createContext({
  document,
  DOMParser,
  atob,
  matchMedia: (query) => ({ matches: query === "(prefers-reduced-motion: reduce)" && reader.lessMotion }),
  setInterval: (callback) => timers.set(timers.size + 1, callback) && timers.size,
  clearInterval: (timer) => timers.delete(timer),
});
const names = Object.keys(world).join();

// With `nameless`, scripts are not told which script they are, as in pages that run them by eval.
function load(html, nameless = false) {
  root.replaceChildren();
  parse(html, root);
  for (const script of root.querySelectorAll("script")) {
    if (script.getAttribute("type")) continue;
    document.currentScript = nameless ? null : script;
    vm.runInContext(script.textContent, world);
    document.currentScript = null;
  }
}

// What the tests look at and take hold of.
const tools = {
  root,
  timers,
  reader,
  load,
  run: (script) => vm.runInContext(script, world),
  leaked: () => Object.keys(world).join() !== names,
  figures: () => root.querySelectorAll("figure"),
  button: (figure, text) => figure.querySelectorAll("button").find((one) => one.textContent.includes(text)),
  texts: (figure, grid) => figure.querySelectorAll(`[data-grid='${grid}'] [data-texts] text`).map((one) => one.textContent),
  say: (figure) => figure.querySelector(".cnnlab-say").textContent,
  tick: () => [...timers.values()].forEach((callback) => callback()),
};

const { html, code } = JSON.parse(require("fs").readFileSync(0, "utf-8"));
load(html);
console.log(JSON.stringify(new Function(...Object.keys(tools), code)(...Object.values(tools)) ?? null));
