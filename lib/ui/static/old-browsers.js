// Lets Chromium 109 (the last for Windows 7) run the pages, which are built for 112 and later. Adds only what is missing.
"use strict";
(() => {
  const lacksFlagV = () => { try { return !new RegExp("a", "v"); } catch { return true; } };
  if (lacksFlagV()) {
    const Native = window.RegExp;
    const plain = (flags) => (typeof flags === "string" ? flags.replace("v", "u") : flags);
    const build = (source, flags) => { try { return new Native(source, plain(flags)); } catch { return /(?!)/gu; } };
    window.RegExp = new Proxy(Native, {
      construct: (_target, [source, flags]) => build(source, flags),
      apply: (_target, _self, [source, flags]) => build(source, flags),
    });
  }
  const add = (owner, methods) => Object.entries(methods).forEach(([name, value]) => {
    if (!(name in owner)) Object.defineProperty(owner, name, { value, configurable: true, writable: true });
  });
  const groups = (items, keyOf, put) => { let index = 0; for (const item of items) put(keyOf(item, index++), item); };
  add(Array.prototype, {
    toSorted(compare) { return this.slice().sort(compare); },
    toReversed() { return this.slice().reverse(); },
    toSpliced(...change) { const copy = this.slice(); copy.splice(...change); return copy; },
    with(index, value) { const copy = this.slice(); copy[index < 0 ? index + copy.length : index] = value; return copy; },
  });
  add(Object, { groupBy(items, keyOf) {
    const found = Object.create(null); groups(items, keyOf, (key, item) => (found[key] ||= []).push(item)); return found;
  } });
  add(Map, { groupBy(items, keyOf) {
    const found = new Map();
    groups(items, keyOf, (key, item) => (found.has(key) ? found.get(key).push(item) : found.set(key, [item])));
    return found;
  } });
  add(Promise, { withResolvers() {
    const parts = {}; parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject })); return parts;
  } });
  add(URL, { canParse(text, base) { try { return Boolean(new URL(text, base)); } catch { return false; } } });
  add(Set.prototype, {
    union(other) { return new Set([...this, ...other]); },
    intersection(other) { return new Set([...this].filter((item) => other.has(item))); },
    difference(other) { return new Set([...this].filter((item) => !other.has(item))); },
    isSubsetOf(other) { return [...this].every((item) => other.has(item)); },
  });
})();
