import { api } from "../../shared/app/api.ts";
import type { UseCase } from "../../shared/app/use-case.ts";
import { beginUpload } from "./begin-upload.ts";
import { buildDeps, type PageDeps } from "./deps.ts";
import { openPage } from "./open-page.ts";
import { submitPage } from "./submit-page.ts";
import { uploadStatus } from "./upload-status.ts";

export const useCases: UseCase<PageDeps>[] = [openPage, submitPage, beginUpload, uploadStatus];

export const handler = api(buildDeps, useCases);
