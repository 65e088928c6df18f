"use client";

import {
  Ban,
  DoorOpen,
  Download,
  Ellipsis,
  Flag,
  Pencil,
  Repeat,
  Share2,
  Siren,
} from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import type { Step } from "@/components/deployment/header/step-dialog";
import { useDeployment } from "@/components/deployment/store";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { MenuItem, MenuLink, MenuSeparator } from "@/components/ui/menu-item";
import { overBlocker } from "@/lib/deployment/opening";
import { cancelBlocker, declareIssueBlocker } from "@/lib/deployment/rules";
import { finalSignOffs } from "@/lib/deployment/standing";

const StepDialog = lazy(() => import("@/components/deployment/header/step-dialog"));
const EditDialog = lazy(() => import("@/components/deployment/header/edit-dialog"));
const EarlyDialog = lazy(() => import("@/components/deployment/header/early-dialog"));
const ExportDialog = lazy(() => import("@/components/deployment/header/export-dialog"));
const ShareDialog = lazy(() => import("@/components/deployment/header/share-dialog"));
const CloseDialog = lazy(() => import("@/components/deployment/header/close-dialog"));

type Shown = Step | "edit" | "open_early" | "close" | "export" | "share";

function ShownDialog({ shown, onClose }: { shown: Shown; onClose: () => void }) {
  if (shown === "edit") return <EditDialog onClose={onClose} />;
  if (shown === "open_early") return <EarlyDialog onClose={onClose} />;
  if (shown === "close") return <CloseDialog onClose={onClose} />;
  if (shown === "export") return <ExportDialog onClose={onClose} />;
  if (shown === "share") return <ShareDialog onClose={onClose} />;
  return <StepDialog step={shown} onClose={onClose} />;
}

/** Everything that can be done with the deployment as a whole; what a rule forbids now is left out. */
export function HeaderMenu() {
  const t = useTranslations("deployment.menu");
  const { id, state, plan, may } = useDeployment();
  const [shown, setShown] = useState<Shown | null>(null);
  const running = overBlocker(state) === null;
  const closesByHand = finalSignOffs(state).length === 0;
  return (
    <>
      {running && may("issue.declare") && declareIssueBlocker(plan, state) === null ? (
        <Button size="sm" onClick={() => setShown("declare_issue")}>
          <Siren aria-hidden className="size-4 text-failed" />
          {t("declare")}
        </Button>
      ) : null}
      <Menu
        trigger={(props) => (
          <Button {...props} variant="quiet" size="icon" aria-label={t("label")}>
            <Ellipsis aria-hidden className="size-4" />
          </Button>
        )}
      >
        {running && may("deployment.edit") ? (
          <MenuItem icon={<Pencil aria-hidden />} onSelect={() => setShown("edit")}>
            {t("edit")}
          </MenuItem>
        ) : null}
        {running && may("stage.open_early") ? (
          <MenuItem icon={<DoorOpen aria-hidden />} onSelect={() => setShown("open_early")}>
            {t("openEarly")}
          </MenuItem>
        ) : null}
        {running && closesByHand && may("deployment.close") ? (
          <MenuItem icon={<Flag aria-hidden />} onSelect={() => setShown("close")}>
            {t("close")}
          </MenuItem>
        ) : null}
        <MenuItem icon={<Download aria-hidden />} onSelect={() => setShown("export")}>
          {t("export")}
        </MenuItem>
        {may("share.edit") ? (
          <MenuItem icon={<Share2 aria-hidden />} onSelect={() => setShown("share")}>
            {t("share")}
          </MenuItem>
        ) : null}
        {may("template.edit") ? (
          <MenuLink href={`/deployments/${id}/keep`} icon={<Repeat aria-hidden />}>
            {t("keep")}
          </MenuLink>
        ) : null}
        {may("deployment.cancel") && cancelBlocker(plan, state) === null ? (
          <>
            <MenuSeparator />
            <MenuItem tone="failed" icon={<Ban aria-hidden />} onSelect={() => setShown("cancel")}>
              {t("cancel")}
            </MenuItem>
          </>
        ) : null}
      </Menu>
      {shown ? (
        <Suspense fallback={null}>
          <ShownDialog shown={shown} onClose={() => setShown(null)} />
        </Suspense>
      ) : null}
    </>
  );
}
