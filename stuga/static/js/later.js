// @ts-check
/** What a page does not need to be used: fetched when the rest of it stands. */

import { bells } from "./bell.js";
import { keys } from "./keys.js";
import { schemes } from "./scheme.js";
import { standing } from "./standing.js";

for (const start of [bells, keys, schemes, standing]) start(document);

const copies = "./copies.js"; // only for those whose browser keeps any
if (Object.keys(localStorage).some((name) => name.startsWith("stuga.typed"))) {
  void import(copies).then((module) => module.copies(document));
}

const create = "./create.js"; // only for forms that lead to others
if (document.querySelector("[data-create]")) void import(create).then((module) => module.creating(document));
