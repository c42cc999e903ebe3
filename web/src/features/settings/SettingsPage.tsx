/** How the app looks and behaves for this person in this browser, who they are, and what the browser remembers. */
import type { ReactNode } from "react";

import { About } from "@/features/settings/About";
import { Account } from "@/features/settings/Account";
import { Appearance } from "@/features/settings/Appearance";
import { Kept } from "@/features/settings/Kept";
import { Keyboard } from "@/features/settings/Keyboard";
import { useTitle } from "@/lib/title";

export function SettingsPage() {
  useTitle("Settings");
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-4 p-4 sm:gap-6 sm:p-6">
      <header>
        <h1 className="text-xl font-semibold tracking-tight">Settings</h1>
        <p className="text-quiet">Kept in this browser, at once, and never sent anywhere.</p>
      </header>
      <Section title="Appearance">
        <Appearance />
      </Section>
      <Section title="Keyboard">
        <Keyboard />
      </Section>
      <Section title="Account">
        <Account />
      </Section>
      <Section title="Remembered in this browser">
        <Kept />
      </Section>
      <Section title="About">
        <About />
      </Section>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-4 rounded-card border border-line bg-surface p-4 sm:p-6">
      <h2 className="font-semibold">{title}</h2>
      {children}
    </section>
  );
}
