"use client";

import { Plus, X } from "lucide-react";
import { useId } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { gatedStages, type LeastSignOff } from "@/lib/project/least";

type LeastFieldsProps = {
  value: readonly LeastSignOff[];
  teams: readonly { id: string; name: string }[];
  onChange: (value: LeastSignOff[]) => void;
  error: string | undefined;
};

/** Which teams sign at least, how many of each, and before which stage. */
export function LeastFields({ value, teams, onChange, error }: LeastFieldsProps) {
  const t = useTranslations("projects.least");
  const id = useId();
  const [first] = teams;
  const change = (at: number, part: Partial<LeastSignOff>) =>
    onChange(value.map((one, index) => (index === at ? { ...one, ...part } : one)));
  return (
    <fieldset className="min-w-0" aria-describedby={`${id}-hint`}>
      <legend className="font-medium">{t("title")}</legend>
      <p id={`${id}-hint`} className="text-muted text-sm">
        {t("hint")}
      </p>
      <ul className="mt-1 grid gap-2">
        {value.map((one, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have nothing else of their own, and every control is controlled.
          <li key={at} className="flex flex-wrap items-center gap-2">
            <Select
              className="min-w-32 flex-1"
              aria-label={t("team")}
              value={one.teamId}
              onChange={(event) => change(at, { teamId: event.target.value })}
            >
              {teams.map((team) => (
                <option key={team.id} value={team.id}>
                  {team.name}
                </option>
              ))}
            </Select>
            <span aria-hidden>×</span>
            <span className="w-16">
              <Input
                type="number"
                min={1}
                max={20}
                aria-label={t("need")}
                value={one.need}
                onChange={(event) => change(at, { need: event.target.valueAsNumber || 1 })}
              />
            </span>
            <Select
              className="min-w-36 flex-1"
              aria-label={t("when")}
              value={one.before}
              onChange={(event) => {
                const before = gatedStages.find((stage) => stage === event.target.value);
                if (before) change(at, { before });
              }}
            >
              {gatedStages.map((stage) => (
                <option key={stage} value={stage}>
                  {t(`before.${stage}`)}
                </option>
              ))}
            </Select>
            <Button
              variant="quiet"
              size="sm"
              aria-label={t("remove", {
                team: teams.find((team) => team.id === one.teamId)?.name ?? "",
              })}
              onClick={() => onChange(value.filter((_, index) => index !== at))}
            >
              <X aria-hidden className="size-4" />
            </Button>
          </li>
        ))}
      </ul>
      <div aria-live="polite">
        {error ? <p className="mt-1 text-failed text-sm">{error}</p> : null}
      </div>
      {first ? (
        <Button
          size="sm"
          className="mt-2"
          onClick={() => onChange([...value, { teamId: first.id, need: 1, before: "go-live" }])}
        >
          <Plus aria-hidden className="size-4" />
          {t("add")}
        </Button>
      ) : (
        <p className="mt-1 text-muted">{t("noTeams")}</p>
      )}
    </fieldset>
  );
}
