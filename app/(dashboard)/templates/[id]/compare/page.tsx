import type { Metadata } from "next";
import { RouteMessages } from "@/components/shell/route-messages";
import { ComparePicker } from "@/components/templates/compare-picker";
import { VersionDiff } from "@/components/templates/version-diff";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { pageRead } from "@/lib/auth/page-read";
import { getTranslations } from "@/lib/i18n/server";
import { compareVersions } from "@/lib/template/queries";

type Search = { from?: string | string[]; to?: string | string[] };
type ComparePageProps = { params: Promise<{ id: string }>; searchParams: Promise<Search> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("templates"))("compare.title") };
}

export default async function ComparePage({ params, searchParams }: ComparePageProps) {
  const [{ id }, { from, to }] = await Promise.all([params, searchParams]);
  const view = await pageRead((caller) => compareVersions(caller, id, Number(from), Number(to)));
  const t = await getTranslations("templates");
  return (
    <RouteMessages namespaces={["templates", "reading"]}>
      <div className="mx-auto max-w-6xl">
        <PageHeader
          title={t("compare.title")}
          above={<TextLink href={`/templates/${id}`}>{view.name}</TextLink>}
        />
        <ComparePicker templateId={id} numbers={view.numbers} from={view.from} to={view.to} />
        <VersionDiff diff={view.diff} />
      </div>
    </RouteMessages>
  );
}
