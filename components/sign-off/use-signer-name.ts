import { useTranslations } from "use-intl";
import { useDeployment } from "@/components/deployment/store";
import type { Signature } from "@/lib/deployment/sign-off-state";

/** Who answered, and for whom where that was in somebody else's name. */
export function useSignerName(): (signature: Signature) => string {
  const t = useTranslations("signOff");
  const { nameOf } = useDeployment();
  return ({ personId, onBehalfOf }) => {
    const name = nameOf(personId);
    return onBehalfOf ? t("onBehalfOf", { name, away: nameOf(onBehalfOf.personId) }) : name;
  };
}
