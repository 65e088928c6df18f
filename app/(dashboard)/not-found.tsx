export { NotFoundView as default } from "@/components/shell/not-found-view";
