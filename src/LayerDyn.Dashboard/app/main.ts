import { setOnUnauthorised, watchSilo } from "./api";
import { button, fill, h, icon } from "./dom";
import { go, open, route } from "./router";
import * as session from "./session";
import { apply, isDark, printLight, setTheme } from "./theme";
import { failure } from "./parts/states";
import { sweepsPage } from "./pages/sweeps";
import type { Role } from "./types";

route("/", sweepsPage);
route("/sweeps/:id", async place => (await import("./pages/sweep")).sweepPage(place));
route("/sweeps/:id/points/:index", async place => (await import("./pages/point")).pointPage(place));
route("/sweeps/:id/compare", async place => (await import("./pages/compare")).comparePage(place));
route("/compare", async place => (await import("./pages/overlay")).overlayPage(place));
route("/reports", async place => (await import("./pages/reports")).reportsPage(place));
route("/reports/:id", async place => (await import("./pages/report")).reportPage(place));
route("/report", async place => (await import("./pages/report")).reportPage(place));
route("/cluster", async place => (await import("./pages/cluster")).clusterPage(place));
route("/submit", async place => (await import("./pages/submit")).submitPage(place));
route("/login", async place => (await import("./pages/login")).loginPage(place));

const main = document.getElementById("main")!;
const links: [string, string, Role][] = [["/", "Sweeps", "read"], ["/reports", "Reports", "read"], ["/submit", "Submit", "submit"], ["/cluster", "Cluster", "read"]];

function header(path: string): void {
  const toggle = button("", () => { setTheme(isDark() ? "light" : "dark"); header(path); }, { class: "quiet", "aria-label": isDark() ? "Use light colours" : "Use dark colours" });
  toggle.appendChild(icon(isDark() ? "M8 3V1M8 15v-2M3 8H1M15 8h-2M4.5 4.5 3 3M13 13l-1.5-1.5M4.5 11.5 3 13M13 3l-1.5 1.5M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z" : "M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7Z"));
  fill(document.getElementById("top")!,
    h("a", { class: "brand", href: "#/" }, icon("M1 13C5 13 5 3 8 3s2 7 7 7"), "LayerDyn"),
    h("nav", { "aria-label": "Pages" }, links.filter(([, , role]) => role === "read" || session.may(role)).map(([to, text]) => h("a", { href: `#${to}`, "aria-current": path === to || (to === "/" && path.startsWith("/sweeps")) || (to === "/reports" && path.startsWith("/report")) ? "page" : null }, text))),
    h("span", { class: "where" }, session.about.cluster && `${session.about.cluster} · ${session.about.silo}`),
    session.name && button("Sign out", () => void session.signOut(), { class: "quiet out" }),
    toggle);
}

const show = (): Promise<void> => open(main, failure, path => {
  if (session.needsSignIn() && path !== "/login") { go(`/login?to=${encodeURIComponent(location.hash.slice(1))}`); return; }
  header(path);
});

apply();
printLight();
document.querySelector(".skip")!.addEventListener("click", event => { event.preventDefault(); main.focus(); });
addEventListener("hashchange", () => void show());
setOnUnauthorised(() => { if (!location.hash.startsWith("#/login") && session.about.auth !== "none") go(`/login?to=${encodeURIComponent(location.hash.slice(1))}`); });

const gone = h("p", { id: "gone", role: "status", hidden: true });
document.getElementById("top")!.after(gone);
watchSilo(reachable => {
  gone.hidden = reachable;
  gone.textContent = reachable ? "" : "The silo does not answer. What this page shows may be old; it goes on by itself when the silo is back.";
});

async function start(): Promise<void> {
  header(location.hash.slice(1).split("?")[0] || "/");
  try {
    await session.load();
  } catch (error) {
    main.replaceChildren(failure(error, () => void start()));
    return;
  }
  await show();
}

void start();
