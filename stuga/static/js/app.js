// @ts-check
/** What every page does: menus, dialogs, toasts, busy buttons and the choice of colours. */

import { busyForms } from "./busy.js";
import { dialogs } from "./dialog.js";
import { menus } from "./menu.js";
import { schemes } from "./scheme.js";
import { toasts } from "./toast.js";

for (const start of [menus, dialogs, toasts, busyForms, schemes]) start(document);
