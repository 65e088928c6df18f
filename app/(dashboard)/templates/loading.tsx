import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";
import { getTranslations } from "@/lib/i18n/server";

export default async function TemplatesLoading() {
  const t = await getTranslations("common");
  return (
    <div className="mx-auto max-w-6xl">
      <Skeleton className="mb-4 h-8 w-40" />
      <SkeletonRows count={8} label={t("loading")} />
    </div>
  );
}
