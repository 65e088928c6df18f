/** A web, mail or telephone address, or a relative one: what a reference may lead to. */
export function isReferenceUrl(url: string): boolean {
  return !/^\s*[a-z][a-z0-9+.-]*:/i.test(url) || /^\s*(https?|mailto|tel):/i.test(url);
}
