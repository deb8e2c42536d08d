// Fetches a prepared file once and hands it to the browser as a download; says in Chinese when that fails.
const fetched = new Set();

export default function fetchFile({ data, parentElement }) {
  const path = data?.path;
  if (!path || fetched.has(path)) return null;
  fetched.add(path);
  const link = document.createElement("a");
  link.href = new URL(path, document.baseURI).href;
  link.download = "";
  parentElement.append(link);
  link.click();
  link.remove();
  return null;
}
