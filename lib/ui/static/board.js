// Shows a table or a chart made on the server. Handles clicks on what leads somewhere, copies a text or saves a picture.
const SCALE = 2; // a saved picture has twice the pixels of the screen
const shown = new WeakMap();

export default function mount(component) {
  const place = component.parentElement.querySelector(".board");
  if (!place) return null;
  if (shown.get(place) !== component.data.html) {
    const top = place.querySelector(".scroll")?.scrollTop ?? 0;
    const focused = place.getRootNode().activeElement?.dataset?.go;
    place.innerHTML = component.data.html;
    shown.set(place, component.data.html);
    const scroll = place.querySelector(".scroll");
    if (scroll) scroll.scrollTop = top;
    if (focused) [...place.querySelectorAll("[data-go]")].find((one) => one.dataset.go === focused)?.focus({ preventScroll: true });
  }
  const onClick = (event) => {
    const target = event.target.closest("[data-go], [data-copy], [data-picture]");
    if (!target) return;
    if (target.dataset.go) component.setTriggerValue("pick", target.dataset.go);
    else if (target.dataset.copy) say(target, copy(target.dataset.copy) ? "已复制" : "请按 Ctrl+C 复制");
    else savePicture(place.querySelector("svg"), target.dataset.picture).catch(() => say(target, "图片没有生成，请再试"));
  };
  place.addEventListener("click", onClick);
  return () => place.removeEventListener("click", onClick);
}

function say(button, text) {
  const before = button.dataset.text ?? button.textContent;
  button.dataset.text = before;
  button.textContent = text;
  setTimeout(() => { button.textContent = before; }, 1600);
}

// The clipboard API is closed to pages without https, as an intranet's are: a selected text and the old command work there.
function copy(text) {
  const area = Object.assign(document.createElement("textarea"), { value: text, readOnly: true });
  area.style.cssText = "position:fixed;top:0;opacity:0";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

async function savePicture(svg, name) {
  const { width, height } = svg.viewBox.baseVal;
  const drawing = svg.cloneNode(true);
  drawing.setAttribute("width", width * SCALE);
  drawing.setAttribute("height", height * SCALE);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(drawing))}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: width * SCALE, height: height * SCALE });
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  const content = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(content), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
