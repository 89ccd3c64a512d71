// What a person chose is kept for the next page. A frame of another site may have no storage: then it is not kept.

/** @param {string} name @returns {string | null} */
export function recall(name) {
  try {
    return localStorage.getItem(`sandbox-booking-${name}`);
  } catch {
    return null;
  }
}

/** @param {string} name @param {string} value */
export function keep(name, value) {
  try {
    localStorage.setItem(`sandbox-booking-${name}`, value);
  } catch {
    // Blocked storage costs a convenience, not the booking.
  }
}
