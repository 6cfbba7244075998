// @ts-check
/** A list box under a field that keeps the focus: which option is reached, and what is pressed. */

export class ListBox {
  /** @param {HTMLElement} field @param {HTMLElement} list @param {(at: number) => void} take */
  constructor(field, list, take) {
    this.field = field;
    this.list = list;
    this.at = -1;
    list.role = "listbox";
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", list.id);
    // A press must not take the focus away, or the list would close before the click.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", ({ target }) => {
      const at = this.options().findIndex((option) => target instanceof Node && option.contains(target));
      if (at >= 0) take(at);
    });
  }

  options() {
    return [...this.list.querySelectorAll("[role=option]:not([aria-disabled])")];
  }

  /** Mark an option, for eyes and ears; -1 is none. @param {number} at */
  reach(at) {
    this.at = at;
    this.field.removeAttribute("aria-activedescendant");
    for (const [place, option] of this.options().entries()) {
      option.id = `${this.list.id}-${place}`;
      option.setAttribute("aria-selected", String(place === at));
      if (place !== at) continue;
      this.field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }
  }

  /** Go round; tell if the key was one for that. @param {KeyboardEvent} event */
  moved({ key }) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[key];
    const count = this.options().length;
    if (by && count) this.reach(this.at < 0 && by < 0 ? count - 1 : (this.at + by + count) % count);
    return Boolean(by);
  }
}
