/** The first page that anybody sees. */
import { LogInForm } from "@/features/accounts/LogInForm";
import { useTitle } from "@/lib/title";

export function LogInPage({ onDone }: { onDone: () => void }) {
  useTitle("Log in");
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className="w-full max-w-sm rounded-card border border-line bg-surface p-6 shadow-sm sm:p-8">
        <div className="mb-6 flex flex-col items-center gap-3 text-center">
          <img src="/icon.svg" alt="" width={48} height={48} />
          <h1 className="text-2xl font-semibold tracking-tight">Log in to Semblance</h1>
          <p className="text-quiet">Look-alikes, near-duplicates and odd images in your collection.</p>
        </div>
        <LogInForm onDone={onDone} />
      </div>
    </main>
  );
}
