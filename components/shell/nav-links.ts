import { FolderGit2, History, LayoutList, type LucideIcon, ScrollText, Users } from "lucide-react";

type NavKey = "deployments" | "templates" | "projects" | "people" | "log";
export type NavLink = { key: NavKey; href: string; icon: LucideIcon };

const links: readonly (NavLink & { adminOnly?: boolean })[] = [
  { key: "deployments", href: "/", icon: LayoutList },
  { key: "templates", href: "/templates", icon: ScrollText },
  { key: "projects", href: "/projects", icon: FolderGit2 },
  { key: "people", href: "/people", icon: Users, adminOnly: true },
  { key: "log", href: "/log", icon: History, adminOnly: true },
];

export function navLinks(isAdmin: boolean): readonly NavLink[] {
  return links.filter((link) => isAdmin || !link.adminOnly);
}

/** The part of the product that a path belongs to: deployments own `/` and `/deployments`. */
export function isCurrent(href: string, path: string): boolean {
  if (href === "/") return path === "/" || path.startsWith("/deployments");
  return path === href || path.startsWith(`${href}/`);
}
