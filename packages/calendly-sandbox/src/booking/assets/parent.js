// Messages to the page that embeds us: exactly the five that Calendly documents, and only when the address says that
// we are embedded. The receiver's origin is unknown here, and nothing in them is secret, hence the "*".

/** @param {boolean} embedded */
export function createParent(embedded) {
  /** @param {string} event @param {object} payload */
  function post(event, payload) {
    if (embedded) window.parent.postMessage({ event: `calendly.${event}`, payload }, "*");
  }

  return {
    profilePageViewed: () => post("profile_page_viewed", {}),
    eventTypeViewed: () => post("event_type_viewed", {}),
    dateAndTimeSelected: () => post("date_and_time_selected", {}),
    /** @param {string} eventUri @param {string} inviteeUri */
    eventScheduled: (eventUri, inviteeUri) =>
      post("event_scheduled", { event: { uri: eventUri }, invitee: { uri: inviteeUri } }),

    /**
     * Leaves for the host's own page. Inside a frame the whole window goes there, as the host's page is not made to be
     * framed; a browser that forbids it leaves the frame to go alone.
     * @param {string} address
     */
    goTo(address) {
      try {
        if (!window.top) throw new Error("no window around the frame");
        window.top.location.href = address;
      } catch {
        window.location.href = address;
      }
    },

    /** Tells the height of the content now and whenever it changes. */
    followHeight() {
      const sheet = document.getElementById("sheet");
      if (!embedded || !sheet) return;
      let last = 0;
      const tell = () => {
        const height = Math.ceil(sheet.getBoundingClientRect().height);
        if (height === last) return;
        last = height;
        post("page_height", { height: `${height}px` });
      };
      new ResizeObserver(tell).observe(sheet);
      tell();
    },
  };
}
