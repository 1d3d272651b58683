import { api } from "../../shared/app/api.ts";
import { beginUpload } from "./begin-upload.ts";
import { buildDeps } from "./deps.ts";
import { openPage } from "./open-page.ts";
import { submitPage } from "./submit-page.ts";
import { uploadStatus } from "./upload-status.ts";

export const handler = api(buildDeps, [openPage, submitPage, beginUpload, uploadStatus]);
