// @ts-check
/** What every page does: menus, dialogs, toasts, busy buttons; the rest later. */

import { busyForms } from "./busy.js";
import { dialogs } from "./dialog.js";
import { menus } from "./menu.js";
import { toasts } from "./toast.js";

for (const start of [menus, dialogs, toasts, busyForms]) start(document);

const { later } = document.body.dataset;
if (later) addEventListener("load", () => void import(later));
