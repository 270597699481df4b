import { Refusal } from "../api";
import { fill, h } from "../dom";
import { go, type Place } from "../router";
import { signIn } from "../session";

/** Signs in with an API key or a token; it is sent once and kept nowhere in the browser. */
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
      fill(problem, error instanceof Refusal && error.status === 401 ? "This key is not known here, and no token either." : (error as Error).message);
      key.select();
    }
  };
  return h("section", { class: "state login" }, h("h1", {}, "Sign in"),
    h("p", {}, "This cluster asks for an API key, or for a token where it has an identity provider."),
    h("form", { onsubmit: (event: Event) => void submit(event) }, h("label", { for: "key" }, "API key or token"), key, problem, h("button", { class: "primary" }, "Sign in")));
}
