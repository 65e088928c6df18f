import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { StakeholderScreen } from "@/components/share/stakeholder-screen";
import { RouteMessages } from "@/components/shell/route-messages";
import { Shell } from "@/components/shell/shell";
import { getTranslations } from "@/lib/i18n/server";
import { sharedView } from "@/lib/share/queries";

type ShareProps = { params: Promise<{ token: string }> };

/** The title says nothing: it would stand in the history of a browser that others use too. */
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("share");
  return { title: t("pageTitle"), referrer: "no-referrer" };
}

/** A stakeholder's page: one verdict and its reason, stages, sign-offs, outcome. Whoever has the address may look. */
export default async function SharePage({ params }: ShareProps) {
  const { token } = await params;
  const view = await sharedView(token);
  if (view === null) notFound();
  return (
    <Shell person={null}>
      <RouteMessages namespaces={["share", "verdict", "signOff"]}>
        <StakeholderScreen token={token} first={view} />
      </RouteMessages>
    </Shell>
  );
}
