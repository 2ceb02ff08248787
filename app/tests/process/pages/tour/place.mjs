// Where things are, as the variables of the program say.

function variable(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing: pages.rs starts this program`);
  return value;
}

/** The URL of the service. */
export const URL_OF_SERVICE = variable("KOROTKO_TOUR_URL");
/** The folder into which mails are written as texts. */
export const MAILS = variable("KOROTKO_TOUR_MAILS");
/** The e-mail address of an administrator. */
export const ADMINISTRATOR = variable("KOROTKO_TOUR_ADMINISTRATOR");
/** The folder for screenshots. */
export const PICTURES = variable("KOROTKO_TOUR_PICTURES");
/** The folder in which the packages are installed. */
export const PACKAGES = variable("KOROTKO_TEST_NODE");
