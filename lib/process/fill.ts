import { writePrivate } from "@/lib/process/data-folder";
import { isEmpty, seedDemo } from "@/prisma/seed";

const [file = ""] = process.argv.slice(2);
const people = (await isEmpty()) ? (await seedDemo()).people : [];
writePrivate(file, JSON.stringify(people, null, 2));
process.exit(0); // the database's pool would keep us waiting
