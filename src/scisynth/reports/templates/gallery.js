// What every gallery shares: a form that says what is wanted whenever it changes, and whether something fits.
const serveFilters = (form, update) => {
  const run = () => update(Object.fromEntries(new FormData(form)));
  form.addEventListener("change", run);
  form.addEventListener("reset", () => setTimeout(run));
  form.hidden = false;
  run();
  return run;
};
const fits = (values, wanted) => Object.entries(wanted).every(([key, value]) => value === "" || values[key] === value);
