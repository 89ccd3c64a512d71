import { useMemo, useState } from "react";
import { InlineWidget, PopupButton, PopupModal, PopupWidget, useCalendlyEventListener } from "react-calendly";
import { createRoot } from "react-dom/client";

/*
 * A page as somebody with react-calendly would write it. `?show=` names the component, `?url=` the booking page; what
 * the package's listener hears stands in the list.
 */
const query = new URLSearchParams(location.search);
const url = query.get("url") ?? "";
const root = document.querySelector<HTMLElement>("#root");
if (root === null) throw new Error("The page has no #root.");

const prefill = {
  name: "Jordan Blake",
  email: "jordan@realty.example",
  guests: ["priya@realty.example", "sam@realty.example"],
  customAnswers: { a1: "How to price a duplex & more" },
};
const utm = { utmCampaign: "spring", utmSource: "react", utmContent: "a b", salesforce_uuid: "00Q5e00001" };
const pageSettings = {
  backgroundColor: "#ffffff",
  primaryColor: "#0e6b74",
  textColor: "#1c1b19",
  hideEventTypeDetails: query.has("bare"),
  hideLandingPageDetails: false,
};

interface Heard {
  readonly key: number;
  readonly text: string;
}

function App({ element }: { readonly element: HTMLElement }) {
  const [heard, setHeard] = useState<readonly Heard[]>([]);
  const [isOpen, setIsOpen] = useState(false);
  const handlers = useMemo(() => {
    const hear = (message: MessageEvent) =>
      setHeard((before) => [
        ...before,
        { key: before.length, text: JSON.stringify({ ...message.data, origin: message.origin }) },
      ]);
    return {
      onProfilePageViewed: hear,
      onEventTypeViewed: hear,
      onDateAndTimeSelected: hear,
      onEventScheduled: hear,
      onPageHeightResize: hear,
    };
  }, []);
  useCalendlyEventListener(handlers);
  const settings = { url, prefill, utm, pageSettings: { ...pageSettings } };
  return (
    <main>
      <h1>Book a coach</h1>
      {query.get("show") === "inline" && <InlineWidget {...settings} styles={{ height: "900px" }} />}
      {query.get("show") === "button" && <PopupButton {...settings} rootElement={element} text="Book a time" />}
      {query.get("show") === "badge" && (
        <PopupWidget {...settings} rootElement={element} text="Schedule with us" color="#0e6b74" branding />
      )}
      {query.get("show") === "modal" && (
        <>
          <button type="button" onClick={() => setIsOpen(true)}>
            Open the window
          </button>
          <PopupModal {...settings} rootElement={element} open={isOpen} onModalClose={() => setIsOpen(false)} />
        </>
      )}
      <ol>
        {heard.map(({ key, text }) => (
          <li key={key}>{text}</li>
        ))}
      </ol>
    </main>
  );
}

createRoot(root).render(<App element={document.body} />);
