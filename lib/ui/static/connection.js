// Says in Chinese that the connection to the server is lost or back. Watches the websocket the pages use; sends nothing itself.
"use strict";
(() => {
  const GRACE = 1200; // ms: a blink of the line is not worth a word
  const STAY = 4000; // ms: how long 已重新连接 stays
  const LOST = "与服务器的连接中断，正在自动重新连接。可以继续填写，已输入的内容不会丢失，连上后自动保存。";
  const BACK = "已重新连接。";
  let timer = 0;
  let wasLost = false;
  const bar = () => document.getElementById("connection-bar") ?? document.body.appendChild(
    Object.assign(document.createElement("div"), { id: "connection-bar", role: "status", ariaLive: "assertive", hidden: true }),
  );
  const say = (text, state) => { const box = bar(); box.textContent = text; box.dataset.state = state; box.hidden = !text; };
  // Streamlit locks every field while the line is down; a clerk may go on typing, and it is sent after.
  const FIELDS = ".st-key-form input, .st-key-form textarea";
  const unlock = () => {
    for (const field of document.querySelectorAll(FIELDS)) {
      if (!field.disabled) continue;
      field.disabled = false;
      if (field === last) { field.focus({ preventScroll: true }); }
    }
  };
  let last = null;
  addEventListener("focusin", (event) => { if (event.target.matches?.(FIELDS)) last = event.target; });
  const watch = new MutationObserver(unlock);
  const lost = () => {
    clearTimeout(timer);
    unlock();
    watch.observe(document.body, { subtree: true, attributes: true, attributeFilter: ["disabled"] });
    timer = setTimeout(() => { wasLost = true; say(LOST, "lost"); }, GRACE);
  };
  const back = () => {
    clearTimeout(timer);
    watch.disconnect();
    if (wasLost) { say(BACK, "back"); timer = setTimeout(() => say("", ""), STAY); }
    if (wasLost || opened > 1) dispatchEvent(new CustomEvent("desk:reconnected"));
    wasLost = false;
  };
  let opened = 0;
  let leaving = false;
  addEventListener("beforeunload", () => { leaving = true; });
  window.WebSocket = new Proxy(window.WebSocket, {
    construct(Native, parameters) {
      const line = new Native(...parameters);
      line.addEventListener("open", () => { opened += 1; back(); });
      line.addEventListener("close", () => { if (!leaving && opened) lost(); });
      return line;
    },
  });
})();
