// Shows the document as pages beside the form: draws the .docx, breaks it into pages, knows which field made which text.
// The traced document carries each value between three private characters: path, value, end (the engine's trace render).
import { renderAsync } from "./docx-preview.mjs";

const NAME = "\ue000", VALUE = "\ue001", END = "\ue002";
const MARKS = /[\ue000\ue001\ue002]/;
const OPTIONS = {
  inWrapper: true, breakPages: true, ignoreLastRenderedPageBreak: true, useBase64URL: true, experimental: false,
  renderAltChunks: false, renderComments: false, renderChanges: false, renderHeaders: true, renderFooters: true, trimXmlDeclaration: true,
};
const STYLE = `
  :host { display: block; }
  .view { position: relative; height: calc(100vh - 7.9rem); overflow: auto; background: #e4e7ec; border: 1px solid #d5dae1; border-radius: 4px; }
  .sheets .docx-wrapper { background: none; padding: 12px 0; gap: 12px; display: flex; flex-flow: column; align-items: center; }
  .sheets .docx-wrapper > section.docx { box-shadow: 0 1px 4px rgba(0, 0, 0, .25); margin: 0; overflow: hidden; position: relative; }
  .hidden { position: absolute; visibility: hidden; left: 0; top: 0; pointer-events: none; }
  [data-path] { cursor: pointer; }
  span[data-path]:hover { background: #eaf2fb; }
  .editing { background: #fff2b8 !important; box-shadow: 0 0 0 2px #fff2b8; }
  .piece { overflow: hidden; }
  .number { position: absolute; font: 14pt SimSun, 宋体, serif; }
  .wait { padding: 2rem; text-align: center; color: #5a6472; font-size: .95rem; }
  @media (max-width: 1100px) { .view { height: calc(100vh - 9rem); } }
`;

const views = new WeakMap();

export default function mount(component) {
  const root = component.parentElement;
  let view = views.get(root);
  if (!view) { view = new View(root); views.set(root, view); }
  view.component = component;
  view.show(component.data);
  return () => view.leave();
}

class View {
  constructor(root) {
    const place = root.querySelector(".pages");
    place.append(Object.assign(document.createElement("style"), { textContent: STYLE }));
    this.frame = place.appendChild(Object.assign(document.createElement("div"), { className: "view", tabIndex: 0 }));
    this.frame.setAttribute("aria-label", "文稿页面");
    this.frame.append(Object.assign(document.createElement("div"), { className: "wait", textContent: "正在生成文稿页面…" }));
    this.sheets = null; this.content = ""; this.busy = false; this.path = null;
    this.frame.addEventListener("click", (event) => this.jump(event));
    this.onFocus = (event) => { this.path = event.detail.path; this.mark(true); };
    addEventListener("desk:focus", this.onFocus);
    this.watch = new ResizeObserver(() => this.fit());
    this.watch.observe(this.frame);
  }

  leave() { removeEventListener("desk:focus", this.onFocus); this.watch.disconnect(); }

  async show(data) {
    if (!data?.content) return;
    this.data = data;
    if (this.busy) return; // the newest is drawn when this one is done
    this.busy = true;
    try {
      while (this.content !== this.data.content) { this.content = this.data.content; await this.draw(this.content); }
    } finally { this.busy = false; }
  }

  async draw(content) {
    const started = performance.now();
    const next = Object.assign(document.createElement("div"), { className: "sheets hidden" });
    this.frame.append(next);
    try {
      await renderAsync(decode(content), next, next, OPTIONS);
    } catch (error) {
      next.remove();
      console.warn("pages", error);
      if (!this.sheets) this.frame.querySelector(".wait").textContent = "文稿页面暂时不能显示，下载的文件不受影响。";
      return;
    }
    disarmLinks(next);
    markValues(next);
    paginate(next);
    const top = this.frame.scrollTop;
    this.frame.querySelector(".wait")?.remove();
    this.sheets?.remove();
    this.sheets = next;
    next.classList.remove("hidden");
    this.fit();
    this.frame.scrollTop = top;
    this.mark(false);
    this.frame.dataset.drawn = String(Number(this.frame.dataset.drawn ?? 0) + 1);
    this.frame.dataset.took = String(Math.round(performance.now() - started));
  }

  fit() {
    const page = this.sheets?.querySelector("section.docx");
    if (!page) return;
    const factor = Math.min(1.25, (this.frame.clientWidth - 24) / parseFloat(page.style.width) / (96 / 72));
    this.sheets.style.zoom = factor > 0.1 ? String(factor) : "";
  }

  mark(scroll) {
    if (!this.sheets) return;
    for (const old of this.sheets.querySelectorAll(".editing")) old.classList.remove("editing");
    for (const old of this.sheets.querySelectorAll("mark.clause")) old.replaceWith(...old.childNodes);
    const found = this.path ? this.find(this.path) : [];
    for (const one of found) one.classList.add("editing");
    if (found.length && scroll) this.reveal(found[0]);
  }

  find(path) {
    const own = [...this.sheets.querySelectorAll("[data-path]")].filter((one) => one.tagName === "SPAN" && isWithin(one.dataset.path, path));
    if (own.length) return own;
    const clause = this.data.clauses?.[path];
    if (!clause) return [];
    const sentences = [...this.sheets.querySelectorAll("span[data-path]")].filter((one) => one.dataset.path.startsWith(`数字句.${clause.section}`));
    for (const one of sentences) {
      const exact = clause.text && wrapText(one, clause.text);
      if (exact) return [exact];
    }
    return [];
  }

  reveal(element) {
    const frame = this.frame.getBoundingClientRect();
    const box = element.getBoundingClientRect();
    if (box.top >= frame.top + 30 && box.bottom <= frame.bottom - 30) return;
    this.frame.scrollTo({ top: this.frame.scrollTop + box.top - frame.top - frame.height / 3, behavior: "smooth" });
  }

  jump(event) {
    const target = event.target.closest("[data-path]") ?? event.target.closest("p, td")?.querySelector("[data-path]");
    if (!target) return;
    const cells = [...(target.closest("tr")?.cells ?? [])].map((cell) => cell.textContent.trim());
    this.component.setTriggerValue("jump", { path: this.clauseAt(event, target) ?? target.dataset.path, cells });
  }

  clauseAt(event, target) {
    const section = /^数字句\.(.+?)\[/.exec(target.dataset.path)?.[1];
    if (!section) return null;
    const own = Object.entries(this.data.clauses ?? {}).filter(([, clause]) => clause.section === section && clause.text);
    const hit = own.find(([, clause]) => isOver(event, target, clause.text));
    return (hit ?? own.find(([, clause]) => target.textContent.includes(clause.text)) ?? own[0])?.[0] ?? null;
  }
}

const decode = (content) => Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
const isWithin = (path, wanted) => path === wanted || path.startsWith(`${wanted}[`) || path.startsWith(`${wanted}.`);

function isOver(event, element, text) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const start = nodes.map((node) => node.nodeValue).join("").indexOf(text);
  if (start < 0) return false;
  const range = document.createRange();
  range.setStart(...spotAt(nodes, start));
  range.setEnd(...spotAt(nodes, start + text.length));
  return [...range.getClientRects()].some((box) => event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom);
}

function spotAt(nodes, offset) {
  for (const node of nodes) {
    if (offset <= node.nodeValue.length) return [node, offset];
    offset -= node.nodeValue.length;
  }
  return [nodes.at(-1), nodes.at(-1).nodeValue.length];
}

function disarmLinks(host) {
  for (const link of host.querySelectorAll("a[href]")) if (!/^#/.test(link.getAttribute("href"))) link.removeAttribute("href");
}

// ---- which field made which text
function markValues(host) {
  const texts = [];
  const walker = document.createTreeWalker(host, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) texts.push(walker.currentNode);
  let path = null, reading = null;
  for (const node of texts) {
    if (path === null && reading === null && !MARKS.test(node.nodeValue)) continue;
    if (node.parentElement.closest("style")) continue;
    const pieces = [];
    for (const piece of node.nodeValue.split(/([\ue000\ue001\ue002])/)) {
      if (piece === NAME) { reading = ""; path = null; }
      else if (piece === VALUE) { path = reading; reading = null; }
      else if (piece === END) path = null;
      else if (reading !== null) reading += piece;
      else if (piece) pieces.push(path === null ? document.createTextNode(piece) : spanOf(path, piece));
    }
    node.replaceWith(...pieces);
  }
}

function spanOf(path, text) {
  const span = Object.assign(document.createElement("span"), { textContent: text });
  span.dataset.path = path;
  return span;
}

function wrapText(element, text) {
  const start = element.textContent.indexOf(text);
  if (start < 0) return null;
  const node = element.firstChild;
  if (!node || node.nodeType !== Node.TEXT_NODE || element.childNodes.length > 1) return element;
  const middle = node.splitText(start);
  middle.splitText(text.length);
  const mark = Object.assign(document.createElement("mark"), { className: "clause" });
  mark.style.color = "inherit";
  middle.replaceWith(mark);
  mark.append(middle);
  return mark;
}

// ---- pages: what Word does when it breaks lines over sheets, closely enough to read by
function paginate(host) {
  let number = 0;
  for (const section of [...host.querySelectorAll("section.docx")]) {
    const pages = breakSection(section);
    for (const page of pages) numberPage(page, (number += 1));
  }
}

function breakSection(section) {
  const article = section.querySelector(":scope > article");
  if (!article) return [section];
  const style = getComputedStyle(section);
  const height = parseFloat(style.minHeight) || 1123;
  const room = height - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
  for (const part of section.querySelectorAll(":scope > header, :scope > footer")) part.remove();
  section.style.height = section.style.minHeight;
  const origin = article.getBoundingClientRect().top;
  const blocks = [...article.children].map((block) => ({ block, top: block.getBoundingClientRect().top - origin, bottom: block.getBoundingClientRect().bottom - origin }));
  const pages = [section];
  let shift = 0, target = article;
  const turn = (at) => {
    const page = section.cloneNode(false);
    page.append(article.cloneNode(false));
    pages.at(-1).after(page);
    pages.push(page);
    target = page.lastElementChild;
    shift = at;
  };
  for (const { block, top, bottom } of blocks) {
    const isNew = block.tagName === "P" && block.style.breakBefore === "page";
    if (isNew && target.childElementCount) turn(top);
    if (bottom - shift <= room + 1) { if (target !== article) target.append(block); continue; }
    if (block.tagName === "TABLE") { splitTable(block, origin, room, () => shift, turn, () => target, article); continue; }
    splitLines(block, top, bottom, room, () => shift, turn, () => target, article);
  }
  return pages;
}

function splitLines(block, top, bottom, room, shift, turn, target, article) {
  const line = parseFloat(getComputedStyle(block).lineHeight) || 39;
  const style = getComputedStyle(block);
  const total = Math.max(1, Math.round((bottom - top) / line));
  let done = 0;
  while (done < total) {
    const start = top + done * line;
    const left = total - done;
    let fits = Math.floor((room - (start - shift()) + 1) / line);
    if (fits <= 0 || (fits === 1 && left > 1 && target().childElementCount)) { turn(start); fits = Math.floor((room + 1) / line); }
    const lines = Math.min(left, Math.max(1, fits));
    if (done === 0 && lines === total) { if (target() !== article || block.parentElement !== article) target().append(block); return; }
    target().append(clip(block, done * line, lines * line, style));
    done += lines;
    if (done < total) turn(top + done * line);
  }
  block.remove();
}

function clip(block, offset, height, style) {
  const piece = Object.assign(document.createElement("div"), { className: "piece" });
  piece.style.height = `${height}px`;
  const copy = piece.appendChild(block.cloneNode(true));
  copy.style.marginTop = `${-offset}px`;
  copy.style.marginBottom = "0";
  copy.style.textAlign = style.textAlign;
  return piece;
}

function splitTable(table, origin, room, shift, turn, target, article) {
  const rows = [...table.querySelectorAll(":scope > tbody > tr, :scope > tr")].map((row) => ({ row, top: row.getBoundingClientRect().top - origin, bottom: row.getBoundingClientRect().bottom - origin }));
  const head = rows[0]?.row.cloneNode(true);
  let copy = null;
  const open = () => {
    copy = table.cloneNode(false);
    for (const part of table.querySelectorAll(":scope > colgroup")) copy.append(part.cloneNode(true));
    target().append(copy);
  };
  open();
  rows.forEach(({ row, top, bottom }, index) => {
    if (bottom - shift() > room + 1 && (copy.rows.length || target().childElementCount > 1)) {
      const headHeight = head && index ? rows[0].bottom - rows[0].top : 0;
      if (!copy.rows.length) copy.remove();
      turn(top - headHeight);
      open();
      if (headHeight) copy.append(head.cloneNode(true));
    }
    copy.append(row);
  });
  table.remove();
  void article;
}

function numberPage(page, number) {
  const style = getComputedStyle(page);
  const label = Object.assign(document.createElement("div"), { className: "number", textContent: `— ${number} —` });
  label.style.top = `calc(${page.style.minHeight} - ${style.paddingBottom} + 7mm)`;
  label.style[number % 2 ? "right" : "left"] = `calc(${number % 2 ? style.paddingRight : style.paddingLeft} + 1em)`;
  page.append(label);
}
