import "@/lib/process/lifeline";
import { installWebGuard } from "@/lib/process/web-guard";

// Loaded with --import before Next's own code (`npm run dev`) or by our server.js (production).
installWebGuard();
