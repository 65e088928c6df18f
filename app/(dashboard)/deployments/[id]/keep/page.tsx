import type { Metadata } from "next";
import { KeepForNextTime } from "@/components/deployments/keep-for-next-time";
import { RouteMessages } from "@/components/shell/route-messages";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { pageRead } from "@/lib/auth/page-read";
import { keepView } from "@/lib/deployment/keep-queries";
import { getTranslations } from "@/lib/i18n/server";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deployments"))("keep.title") };
}

type Props = { params: Promise<{ id: string }> };

export default async function KeepPage({ params }: Props) {
  const { id } = await params;
  const [view, t] = await Promise.all([
    pageRead((caller) => keepView(caller, id)),
    getTranslations("deployments"),
  ]);
  const { title, version } = view.deployment;
  return (
    <RouteMessages namespaces={["deployments", "templates", "reading"]}>
      <div className="mx-auto max-w-6xl">
        <PageHeader
          title={t("keep.title")}
          above={
            <TextLink href={`/deployments/${id}`}>
              {title} {version}
            </TextLink>
          }
        />
        <KeepForNextTime deploymentId={id} view={view} />
      </div>
    </RouteMessages>
  );
}
