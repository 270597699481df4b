// The page of one report, with all that it needs in one file: it opens from a folder, a mail or a web server, without a silo.
import { button, fill, h } from "../dom";
import { moment } from "../format";
import { apply, isDark, onTheme, printLight, setTheme } from "../theme";
import { curveFigure } from "./figure";
import type { ReportData } from "./file";
import { keyOf, placesIn, rendered } from "./markdown";

apply();
printLight();
const data = JSON.parse(document.getElementById("data")!.textContent!) as ReportData;
document.title = data.title;
const article = rendered(data.text);
for (const { place, reference } of placesIn(article)) {
  const figure = curveFigure(reference), curve = data.curves[keyOf(reference)];
  const alone = place.parentElement?.childNodes.length === 1 ? place.parentElement : place;
  alone.replaceWith(figure.node);
  if (curve) figure.show(curve);
  else figure.refuse("it is not in this file");
}

const toggle = button("", () => setTheme(isDark() ? "light" : "dark"), { class: "quiet" });
const label = (): void => { toggle.textContent = isDark() ? "Light" : "Dark"; toggle.setAttribute("aria-label", isDark() ? "Use light colours" : "Use dark colours"); };
onTheme(label);
label();
fill(document.getElementById("main")!, article, h("footer", { class: "dim small" }, `Made by LayerDyn, ${moment(data.made)} `, button("Print", () => print(), { class: "quiet" }), toggle));
