// Puts the words that Streamlit itself shows into Chinese, wherever they appear. What a clerk or a form wrote is left alone.
"use strict";
(() => {
  window[Symbol.for("react-aria.i18n.locale")] = "zh-CN";
  document.documentElement.lang = "zh-CN";
  const WORDS = {
    // buttons, menus, dialogs
    "Close": "关闭", "Dismiss": "关闭", "Cancel": "取消", "OK": "确定", "Open": "展开", "Add": "添加", "Remove": "移除",
    "Delete": "删除", "Edit": "编辑", "Search": "查找", "Copy": "复制", "Copy to clipboard": "复制", "Copied": "已复制",
    "Main menu": "菜单", "Print": "打印", "Settings": "设置", "About": "关于", "Rerun": "刷新", "Always rerun": "自动刷新",
    "Clear cache": "清除缓存", "Record a screencast": "录屏", "Report a bug": "报告问题", "Get help": "帮助", "Stop": "停止",
    "Running...": "正在处理…", "Running": "正在处理", "RUNNING...": "正在处理…", "Loading...": "正在载入…", "Loading": "正在载入",
    "Please wait...": "请稍候…", "App pages": "页面", "Skip to main content": "跳到正文", "Link to heading": "本节链接",
    "Link copied": "已复制链接", "Theme": "外观", "Light": "浅色", "Dark": "深色", "System": "跟随系统", "Help": "说明",
    "Collapse sidebar": "收起侧栏", "Expand sidebar": "展开侧栏", "View less": "收起", "View more": "展开", "Help text": "说明",
    "Fullscreen": "全屏", "Toggle fullscreen": "全屏", "Close fullscreen": "退出全屏", "More": "更多", "Show more": "展开",
    "Show less": "收起", "Tooltip": "说明", "Alert": "提示", "Dialog": "对话框", "Tabs": "标签页", "Scroll left": "向左", "Scroll right": "向右",
    // inputs
    "Press Enter to apply": "按回车确认", "Press Ctrl+Enter to apply": "按 Ctrl+回车确认", "Press ⌘+Enter to apply": "按回车确认",
    "Press Enter to submit form": "按回车提交", "Press Ctrl+Enter to submit form": "按 Ctrl+回车提交", "(required)": "（必填）",
    "required": "必填", "This field is required.": "此项必填。", "Invalid input.": "格式不正确。", "Show password": "显示口令",
    "Hide password": "隐藏口令", "Clear entry": "清空", "Increment": "增加", "Decrement": "减少", "number": "数字",
    "Choose an option": "请选择", "Choose options": "请选择（可多选）", "Add an option": "可选择或输入", "Add options": "可选择或输入",
    "Choose or add an option": "可选择或输入", "Choose or add options": "可选择或输入", "Select...": "请选择", "Select": "选择",
    "No options to select": "没有可选项", "No options to select.": "没有可选项", "No results": "没有匹配的选项", "Select all": "全选",
    "Clear value": "清除", "Clear all": "全部清除", "Clear selection": "清除选择", "Selected values": "已选",
    // dates
    "Choose date": "选择日期", "Choose date range": "选择起止日期", "Choose date and time": "选择日期时间", "Clear date": "清除日期",
    "Clear time": "清除时间", "Calendar": "日历", "Time": "时间", "Date range": "起止日期", "Previous month": "上个月", "Previous": "上一个", "Next": "下一个",
    "Next month": "下个月", "Previous page": "上一页", "Next page": "下一页", "yyyy": "年", "mm": "月", "dd": "日", "HH": "时",
    "Use arrow keys to navigate dates. Enter to select. Escape to close.": "用方向键移动，回车选定，退出键关闭。",
    "Use arrow keys to navigate. Enter to select. Tab to switch between calendar and time. Escape to close.": "用方向键移动，回车选定，退出键关闭。",
    // files
    "Upload": "选择文件", "Browse files": "选择文件", "Add files": "添加文件", "file upload": "上传文件", "Download failed": "下载失败",
    "Drag and drop file here": "将文件拖到此处", "Drag and drop files here": "将文件拖到此处", "Network error": "网络错误",
    "Drag and drop a file here": "将文件拖到此处", "Drag and drop directories here": "将文件夹拖到此处", "Try again": "重试",
    // tables and charts
    "Add row": "添加一行", "Delete row(s)": "删除所选行", "Download as CSV": "下载表格", "Download as PNG": "下载图片",
    "Download as SVG": "下载矢量图", "Save as PNG": "下载图片", "Save as SVG": "下载矢量图", "View Source": "查看源码", "View Compiled Vega": "查看源码",
    "Open in Vega Editor": "编辑", "Show data": "显示数据", "Show chart": "显示图表", "Show/hide columns": "显示或隐藏列",
    "Sort ascending": "升序", "Sort descending": "降序", "Autosize": "自动列宽", "Pin column": "固定此列", "Unpin column": "取消固定",
    "Hide column": "隐藏此列", "Format": "格式", "Statistics": "统计", "Column menu": "列菜单", "Dataframe column menu": "列菜单",
    "Copy column name": "复制列名", "No data": "没有数据", "empty": "空", "Empty": "空", "None": "无", "Automatic": "自动", "Localized": "本地格式",
    "Plain": "原样", "Compact": "简写", "Percent": "百分比", "Scientific": "科学计数", "Accounting": "会计", "Dollar": "美元",
    "Euro": "欧元", "Yen": "日元", "Distance": "距离", "Duration": "时长", "Pagination": "翻页", "Values": "数值", "Distinct": "不同值",
    "Minimum": "最小", "Maximum": "最大", "Average": "平均", "Median": "中位数", "Sum": "合计", "Count": "个数", "Range": "范围",
    // faults
    "Connecting": "正在连接", "CONNECTING": "正在连接", "Connecting...": "正在连接…", "Connection error": "连接中断", "Error:": "错误：",
    "Reconnected to server.": "已重新连接。", "Connection timed out.": "连接超时。", "Oh no.": "出错了", "Page not found": "页面不存在",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:": "服务暂时没有响应，系统正在自动重新连接，已填写的内容不会丢失。",
    "Streamlit server is not responding. Are you connected to the internet?": "服务暂时没有响应，系统正在自动重新连接，已填写的内容不会丢失。",
    "Connection lost. Please wait for the app to reconnect, then try again.": "连接中断，请等待重新连接后再试。",
    "An error has occurred, please try again.": "出现错误，请再试一次。", "Script execution error": "页面出错", "Bad message format": "消息格式有误",
  };
  const PATTERNS = [
    [/^The page that you have requested does not seem to exist.*$/s, "您访问的页面不存在，已转到首页。"],
    [/^You have requested page .* but no corresponding file was found.*$/s, "您访问的页面不存在，已转到首页。"],
    [/^(?:Failed to fetch dynamically imported module|error loading dynamically imported module|Importing a module script failed|Unable to preload).*$/s, "页面的一部分没有载入，请刷新页面。已填写的内容不受影响。"],
    [/^(?:Type|Syntax|Range|Reference)?Error$/, "页面出错"],
    [/^This app has encountered an error.*$/s, "页面出错，已填写的内容不受影响，请刷新页面再试。"],
    [/^Help for (.+)$/, "$1：说明"], [/^(.+) help$/, "$1：说明"],
    [/^Limit ([\d.]+ ?[KMG]?B) per file(?: • (.+))?$/, (_all, size, types) => `每个文件不超过 ${size}${types ? `，格式：${types}` : ""}`],
    [/^([\d.]+ ?[KMG]?B) per file(?: • (.+))?$/, (_all, size, types) => `每个文件不超过 ${size}${types ? `，格式：${types}` : ""}`],
    [/^• ([A-Z0-9, ]+)$/, "，格式：$1"],
    [/^(.+) files? are not allowed\.?$/, "不支持 $1 格式的文件。"],
    [/^(?:File|Files) must be (.+) or smaller\.?$/, "文件不得超过 $1。"],
    [/^You can only select up to (\d+) options?.*$/, "最多选择 $1 项。"],
    [/^(\d+) options? available\.?$/, "共 $1 项可选。"], [/^(.+), selected$/, "$1，已选"],
    [/^Add: (.+)$/, "新增：$1"], [/^Remove (.+)$/, "移除 $1"], [/^Delete (.+)$/, "删除 $1"], [/^Clear (.+)$/, "清除 $1"],
    [/^Showing page (\d+) of (\d+)$/, "第 $1 / $2 页"], [/^View (\d+) more$/, "另有 $1 项"], [/^Page (\d+)$/, "第 $1 页"],
    [/^(year|month|day|hour|minute|second), (.*)$/, (_all, part, rest) => `${PARTS[part]}，${rest}`],
    [/^Choose date(?: and time)?, (.+)$/, "选择日期，$1"], [/^Press Enter to (.+)$/, "按回车确认"],
    [/^Invalid input\. Must match pattern: .*$/s, "格式不正确。"], [/^Error: (.+)$/s, "错误：$1"],
    [/^Select row (\d+)$/, "选择第 $1 行"], [/^Row (\d+)$/, "第 $1 行"], [/^Select an option(.*)$/, "请选择"],
  ];
  const PARTS = { year: "年", month: "月", day: "日", hour: "时", minute: "分", second: "秒" };
  const ATTRIBUTES = ["aria-label", "aria-roledescription", "placeholder", "title", "alt"];
  const LATIN = /[A-Za-z]/;
  const SKIPPED_TAGS = new Set(["SCRIPT", "STYLE", "TEXTAREA", "CODE", "PRE"]);
  const WRITTEN = '[data-testid="stMarkdownContainer"], [data-testid="stBidiComponentRegular"], .notranslate';
  const BUILT_IN = '[data-testid="stFileUploader"], [data-testid="stFileUploaderDropzone"], [data-testid="stConnectionStatus"]';

  const translate = (text) => {
    const trimmed = text.trim();
    if (!trimmed || !LATIN.test(trimmed)) return text;
    if (Object.hasOwn(WORDS, trimmed)) return text.replace(trimmed, () => WORDS[trimmed]);
    const found = PATTERNS.find(([pattern]) => pattern.test(trimmed));
    return found ? text.replace(trimmed, () => trimmed.replace(found[0], found[1])) : text;
  };
  const isWritten = (element) => element.closest(WRITTEN) && !element.closest(BUILT_IN);
  const onText = (node) => {
    const parent = node.parentElement;
    if (!parent || SKIPPED_TAGS.has(parent.tagName) || !LATIN.test(node.nodeValue) || isWritten(parent)) return;
    const chinese = translate(node.nodeValue);
    if (chinese !== node.nodeValue) node.nodeValue = chinese;
  };
  const onElement = (element) => ATTRIBUTES.forEach((name) => {
    const value = element.getAttribute(name);
    if (!value || !LATIN.test(value)) return;
    const chinese = translate(value);
    if (chinese !== value) element.setAttribute(name, chinese);
  });
  const onTree = (root) => {
    if (root.nodeType === Node.TEXT_NODE) return onText(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return undefined;
    onElement(root);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    while (walker.nextNode()) {
      if (walker.currentNode.nodeType === Node.TEXT_NODE) onText(walker.currentNode); else onElement(walker.currentNode);
    }
    return undefined;
  };
  const onChange = (change) => {
    if (change.type === "characterData") onText(change.target);
    else if (change.type === "attributes") onElement(change.target);
    else change.addedNodes.forEach(onTree);
  };
  const start = () => {
    onTree(document.body);
    new MutationObserver((changes) => changes.forEach(onChange)).observe(document.body, {
      subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
    });
  };
  if (document.body) start(); else addEventListener("DOMContentLoaded", start);
})();
