// What the pages gain where scripts run. Without it every link and form still works.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);

  // Words of the task and fields of the task light up together.

  const lit = (keys, from) => {
    all(".lit").forEach((element) => element.classList.remove("lit"));
    if (!keys.length) return;
    const wanted = (text) => (text || "").split(" ").some((key) => keys.includes(key));
    const words = all("[data-f]").filter((element) => wanted(element.dataset.f));
    const fields = all("[data-lights]").filter((element) => wanted(element.dataset.lights));
    [...words, ...fields].forEach((element) => element.classList.add("lit"));
    const other = (from === "field" ? words : fields)[0];
    if (other) show(other);
  };
  // Scrolls the pane around an element only, and only if the element is out of sight.
  const show = (element) => {
    const pane = element.closest(".source, .task, .tasks");
    if (!pane) return;
    const inner = element.getBoundingClientRect();
    const outer = pane.getBoundingClientRect();
    if (inner.top < outer.top + 56 || inner.bottom > outer.bottom) {
      pane.scrollTop += inner.top - outer.top - outer.height / 3;
    }
  };
  const keysOf = (target) => {
    const field = target.closest?.("[data-lights]");
    if (field) return [field.dataset.lights.split(" "), "field"];
    const words = target.closest?.("[data-f]");
    return words ? [words.dataset.f.split(" "), "words"] : [[], ""];
  };
  for (const event of ["mouseover", "focusin"]) {
    document.addEventListener(event, ({ target }) => lit(...keysOf(target)));
  }

  // The current task comes into sight in the list and in the source.

  const current = () => one("#tasks [aria-current]");
  const showCurrent = () => {
    const row = current();
    if (row) show(row);
    const words = one("#source .now");
    if (words && row) show(words);
  };

  // Words of another task in the source lead to it; words chosen there fill the form that adds a task.

  document.addEventListener("click", (event) => {
    const words = event.target.closest?.("#source [data-t]");
    if (!words || !one("#tasks") || String(getSelection())) return;
    one(`#r${words.dataset.t} a[data-nav]`)?.click();
  });
  const length = (text) => new TextEncoder().encode(text).length;
  let stretch = null;
  const fillIn = () => {
    const form = one("form.add");
    if (!form || !stretch) return;
    for (const name of ["start", "end", "words"]) form.elements[name].value = stretch[name];
  };
  document.addEventListener("selectionchange", () => {
    const chosen = getSelection();
    if (!one("#tasks") || !chosen.rangeCount || chosen.isCollapsed) return;
    const range = chosen.getRangeAt(0);
    const place = (node, offset) => {
      const block = (node.nodeType === 1 ? node : node.parentElement)?.closest("#source p");
      if (!block) return null;
      const before = document.createRange();
      before.setStart(block, 0);
      before.setEnd(node, offset);
      return Number(block.dataset.start) + length(String(before));
    };
    const start = place(range.startContainer, range.startOffset);
    const end = place(range.endContainer, range.endOffset);
    if (start === null || end === null || end <= start) return;
    stretch = { start, end, words: String(chosen).replace(/\n+/g, "\n") };
    fillIn();
  });

  // Keys: an element names its own in data-key; j and k go through the rows of a list.

  // What stands in a closed <details> has a place, but cannot be seen.
  const isSeen = (element) => (element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null);
  const rows = () => all("[data-nav]").filter(isSeen);
  const move = (step) => {
    const links = rows();
    if (!links.length) return;
    const here = links.findIndex((link) => link === document.activeElement || link.closest("[aria-current=true]"));
    const next = links[Math.min(Math.max(here + step, 0), links.length - 1)];
    next.focus();
    if (one("#review")) next.click();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const isTyping = event.target.closest?.("input:not([type=checkbox]), textarea, select");
    if (event.key === "Escape" && isTyping) return event.target.blur();
    if (isTyping) return;
    if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      return move(event.key === "j" ? 1 : -1);
    }
    if (event.key === "?") return location.assign("/help#keys");
    const target = all("[data-key]").find((element) => element.dataset.key === event.key);
    if (!target) return;
    event.preventDefault();
    if (target.matches("input")) target.focus();
    else target.click();
  });

  // Pieces of a page that htmx replaces: the server learns which task the page leaves, panes keep their place.

  const places = new Map();
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    const row = current();
    if (row && one("#review")) detail.parameters.from = row.id.slice(1);
  });
  document.addEventListener("htmx:beforeSwap", () => {
    for (const id of ["source", "tasks"]) places.set(id, one(`#${id}`)?.scrollTop ?? 0);
  });
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    if (detail.target?.id === "review") {
      for (const [id, top] of places) if (one(`#${id}`)) one(`#${id}`).scrollTop = top;
    }
    start(document);
    showCurrent();
    // Words chosen before the form was opened count too; those chosen for another task do not.
    if (one("form.add")) fillIn();
    else stretch = null;
    const pane = one("#task");
    if (pane && !pane.contains(document.activeElement)) {
      (one("#task form.edit input:not([type=hidden]), #task form.add textarea") ?? current()?.querySelector("a") ?? pane)
        .focus({ preventScroll: true });
    }
  });

  // What is typed in a long form stays in the browser until it is sent.

  const draft = (form) => {
    const name = `draft:${form.dataset.draft}`;
    if (form.dataset.kept) return;
    form.dataset.kept = "yes";
    const fields = () => [...form.elements].filter((field) => field.name && !/hidden|password|file/.test(field.type));
    const read = (field) => (field.type === "checkbox" ? field.checked : field.value);
    try {
      const kept = JSON.parse(localStorage.getItem(name) ?? "null");
      fields().forEach((field, index) => {
        if (!kept || kept[index] === undefined) return;
        if (field.type === "checkbox") field.checked = kept[index];
        else field.value = kept[index];
      });
    } catch { /* A draft that cannot be read is no draft. */ }
    form.addEventListener("input", () => localStorage.setItem(name, JSON.stringify(fields().map(read))));
    form.addEventListener("submit", () => localStorage.removeItem(name));
  };

  // Files: dropped or chosen, with progress and a way to stop.

  const upload = (form) => {
    const drop = one("[data-drop]", form);
    const input = one("input[type=file]", form);
    const box = one("[data-progress]", form);
    if (!drop || !input || !box || form.dataset.kept) return;
    form.dataset.kept = "yes";
    const list = () => {
      one("[data-chosen]", form).replaceChildren(...[...input.files].map((file) => {
        const item = document.createElement("li");
        item.textContent = `${file.name} · ${Math.ceil(file.size / 1024)} KB`;
        return item;
      }));
    };
    input.addEventListener("change", list);
    for (const event of ["dragover", "dragleave", "drop"]) {
      drop.addEventListener(event, (move) => {
        move.preventDefault();
        drop.classList.toggle("over", event === "dragover");
        if (event === "drop" && move.dataTransfer.files.length) {
          input.files = move.dataTransfer.files;
          list();
        }
      });
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const request = new XMLHttpRequest();
      const bar = one("progress", box);
      const words = one("p", box);
      box.hidden = false;
      words.textContent = words.dataset.sending;
      request.upload.addEventListener("progress", ({ loaded, total }) => { bar.value = (loaded / total) * 100; });
      request.upload.addEventListener("load", () => {
        bar.removeAttribute("value");
        words.textContent = words.dataset.reading;
      });
      request.addEventListener("load", () => {
        if (request.responseURL && new URL(request.responseURL).pathname !== location.pathname) {
          location.assign(request.responseURL);
          return;
        }
        const page = new DOMParser().parseFromString(request.responseText, "text/html");
        one("main").replaceWith(page.querySelector("main"));
        start(document);
        one("main").focus();
      });
      one("[data-stop]", box).addEventListener("click", () => { request.abort(); box.hidden = true; });
      request.open("POST", form.action);
      request.send(new FormData(form));
    });
  };

  const copy = (button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.onclick = () => navigator.clipboard.writeText(location.href);
  };

  const start = (root) => {
    all("form[data-draft]", root).forEach(draft);
    all("form.upload", root).forEach(upload);
    all("[data-copy]", root).forEach(copy);
  };
  start(document);
  showCurrent();
})();
