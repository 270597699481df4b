import { Refusal } from "../api";
import { fill, h } from "../dom";
import { go, type Place } from "../router";
import { about, signIn } from "../session";

/** Signs in with an API key; the key is sent once and kept nowhere in the browser. */
export function loginPage(place: Place): Node {
  place.title("Sign in");
  const key = h("input", { id: "key", type: "password", autocomplete: "current-password", required: true, spellcheck: "false" });
  const problem = h("p", { class: "problem", role: "alert" });
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    try {
      await signIn(key.value.trim());
      go(place.query.get("to") || "/");
    } catch (error) {
      fill(problem, error instanceof Refusal && error.status === 401 ? "This key is not known here." : (error as Error).message);
      key.select();
    }
  };
  return h("section", { class: "state login" }, h("h1", {}, "Sign in"),
    h("p", {}, about.auth === "oidc" ? "This cluster takes API keys here, and tokens of your identity provider at the API." : "This cluster asks for an API key."),
    h("form", { onsubmit: (event: Event) => void submit(event) }, h("label", { for: "key" }, "API key"), key, problem, h("button", { class: "primary" }, "Sign in")));
}
