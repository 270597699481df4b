import { Refusal } from "../api";
import { fill, h } from "../dom";
import { go, type Place } from "../router";
import { needsSignIn, signIn } from "../session";

/** The address beside the dashboard from which the server sent somebody here; null where it is none of this server's. */
function back(place: Place): string | null {
  const asked = place.query.get("back");
  return asked && URL.canParse(asked, location.origin) && new URL(asked, location.origin).origin === location.origin ? asked : null;
}

/** Signs in with an API key or a token; it is sent once and kept nowhere in the browser. */
export function loginPage(place: Place): Node {
  place.title("Sign in");
  const address = back(place);
  const leave = (): void => { if (address) location.replace(address); else go(place.query.get("to") || "/"); };
  // A link from another site brings no cookie, though there is a session.
  if (address && !needsSignIn()) leave();
  const key = h("input", { id: "key", type: "password", autocomplete: "current-password", required: true, spellcheck: "false" });
  const problem = h("p", { class: "problem", role: "alert" });
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    try {
      await signIn(key.value.trim());
      leave();
    } catch (error) {
      fill(problem, error instanceof Refusal && error.status === 401 ? "This key is not known here, and no token either." : (error as Error).message);
      key.select();
    }
  };
  return h("section", { class: "state login" }, h("h1", {}, "Sign in"),
    h("p", {}, "This cluster asks for an API key, or for a token where it has an identity provider."),
    h("form", { onsubmit: (event: Event) => void submit(event) }, h("label", { for: "key" }, "API key or token"), key, problem, h("button", { class: "primary" }, "Sign in")));
}
