// @ts-check
/** What a page does not need to be used: fetched when the rest of it stands. */

import { copies } from "./copies.js";
import { keys } from "./keys.js";
import { schemes } from "./scheme.js";
import { standing } from "./standing.js";

for (const start of [copies, keys, schemes, standing]) start(document);
