/* Runs in the browser, after Swagger UI. */

const form = document.getElementById("token");
const open = document.getElementById("open");
const outcome = document.getElementById("outcome");

/** The page has its own heading: of Swagger UI's only the description is left. */
const descriptionAlone = () => ({
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
  plugins: [descriptionAlone],
  deepLinking: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  syntaxHighlight: { theme: "obsidian" },
  // It would be asked at another host.
  validatorUrl: null,
  responseInterceptor: (response) => {
    if (!response.url.endsWith("/openapi.json")) showAnswer();
    return response;
  },
  onComplete: () => {
    for (const button of [form.querySelector("button"), open]) button.disabled = false;
  },
});

/** Swagger UI draws the answer below the request as curl, often out of sight. */
const showAnswer = async () => {
  const table = await settled("#reference .is-open .live-responses-table");
  table.previousElementSibling.scrollIntoView({ block: "start" });
};

const serverUrl = () => ui.oas3Selectors.serverEffectiveValue(ui.oas3Selectors.selectedServer()).replace(/\/$/, "");

const say = (text, failed = false) => {
  outcome.textContent = text;
  outcome.classList.toggle("failed", failed);
};

/** Resolves with what to say; rejects where no answer came. */
const askToken = async (server) => {
  const answer = await fetch(server + form.dataset.path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...Object.fromEntries(new FormData(form)), grantType: "client_credentials" }),
  });
  const { data, errorCode, detail, message } = await answer.json();
  if (!answer.ok) return say(`No token: ${[errorCode, detail ?? message].filter(Boolean).join(", ")}.`, true);
  ui.preauthorizeApiKey("bearer", data.accessToken);
  const hours = Math.round(Number(data.expiresIn) / 3600);
  say(`You have a token for ${hours} hours. Every request below is sent with it.`);
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const server = serverUrl();
  say("Asking…");
  askToken(server).catch(() =>
    say(`No answer from ${server}. Is that the server, and does it allow the origin ${location.origin} (CORS)?`, true),
  );
});

open.addEventListener("click", async () => {
  const { tag, operation } = open.dataset;
  ui.layoutActions.show(["operations", tag, operation], true);
  // Its parameters are drawn last, and move the button.
  const execute = await settled(`#reference .opblock[id$="-${operation}"]:has(.parameters td) button.execute`);
  execute.focus({ preventScroll: true });
  execute.scrollIntoView({ block: "center" });
});

/** Resolves with the element once it is drawn, and stays where it is from one frame to the next. */
const settled = (selector) =>
  new Promise((resolve) => {
    let before;
    const look = () => {
      const element = document.querySelector(selector);
      const top = element?.getBoundingClientRect().top;
      if (element && top === before) return resolve(element);
      before = top;
      requestAnimationFrame(look);
    };
    look();
  });

/** Swagger UI leaves these without a name for those who cannot see where they stand. */
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
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", follow);
follow();
