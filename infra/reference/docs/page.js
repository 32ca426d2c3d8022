/* Runs in the browser, after Swagger UI. */

const form = document.getElementById("token");
const open = document.getElementById("open");
const outcome = document.getElementById("outcome");

/** Reduces Swagger UI's header to the description, because the page has its own heading. */
const descriptionOnly = () => ({
  wrapComponents: {
    InfoContainer:
      (_original, { React, getComponent, specSelectors }) =>
      () =>
        React.createElement(
          "section",
          { className: "info", "aria-label": "About" },
          React.createElement(getComponent("Markdown", true), { source: specSelectors.info().get("description") }),
        ),
  },
});

const ui = window.SwaggerUIBundle({
  url: "../openapi.json",
  dom_id: "#reference",
  plugins: [descriptionOnly],
  deepLinking: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  syntaxHighlight: { theme: "obsidian" },
  // No calls to Swagger's online validator.
  validatorUrl: null,
  responseInterceptor: (response) => {
    if (!response.url.endsWith("/openapi.json")) showAnswer();
    return response;
  },
  onComplete: () => {
    for (const button of [form.querySelector("button"), open]) button.disabled = false;
  },
});

/** Scrolls to the answer: Swagger UI renders it below the curl command, often outside the window. */
const showAnswer = async () => {
  const table = await settled("#reference .is-open .live-responses-table");
  table.previousElementSibling.scrollIntoView({ block: "start" });
};

const serverUrl = () => ui.oas3Selectors.serverEffectiveValue(ui.oas3Selectors.selectedServer()).replace(/\/$/, "");

const showOutcome = (text, failed = false) => {
  outcome.textContent = text;
  outcome.classList.toggle("failed", failed);
};

/** Requests a token and shows the result; rejects if there is no answer. */
const askToken = async (server) => {
  const answer = await fetch(server + form.dataset.path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...Object.fromEntries(new FormData(form)), grantType: "client_credentials" }),
  });
  const { data, errorCode, detail, message } = await answer.json();
  if (!answer.ok) return showOutcome(`No token: ${[errorCode, detail ?? message].filter(Boolean).join(", ")}.`, true);
  ui.preauthorizeApiKey("bearer", data.accessToken);
  const hours = Math.round(Number(data.expiresIn) / 3600);
  showOutcome(`You have a token for ${hours} hours. Every request below is sent with it.`);
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const server = serverUrl();
  showOutcome("Asking…");
  askToken(server).catch(() =>
    showOutcome(
      `No answer from ${server}. Is that the server, and does it allow the origin ${location.origin} (CORS)?`,
      true,
    ),
  );
});

open.addEventListener("click", async () => {
  const { tag, operation } = open.dataset;
  ui.layoutActions.show(["operations", tag, operation], true);
  // The parameters are rendered last, and move the button.
  const execute = await settled(`#reference .opblock[id$="-${operation}"]:has(.parameters td) button.execute`);
  execute.focus({ preventScroll: true });
  execute.scrollIntoView({ block: "center" });
});

/** Resolves with the element when it is rendered and its position is the same in two frames. */
const settled = (selector) =>
  new Promise((resolve) => {
    let before;
    const check = () => {
      const element = document.querySelector(selector);
      const top = element?.getBoundingClientRect().top;
      if (element && top === before) return resolve(element);
      before = top;
      requestAnimationFrame(check);
    };
    check();
  });

/** Accessible names for elements that Swagger UI leaves without one. */
const names = {
  "#servers": "Server",
  ".servers [data-variable]": "Part of the server's URL",
  ".examples-select-element": "Example",
};

new MutationObserver(() => {
  for (const [selector, name] of Object.entries(names)) {
    for (const element of document.querySelectorAll(`${selector}:not([aria-label])`)) {
      element.setAttribute("aria-label", name);
    }
  }
}).observe(document.getElementById("reference"), { childList: true, subtree: true });

const dark = matchMedia("(prefers-color-scheme: dark)");
const applyColorScheme = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", applyColorScheme);
applyColorScheme();
