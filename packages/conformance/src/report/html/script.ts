/** The search in the list of everything. The page is whole without it. */
export const SCRIPT = `
const list = document.getElementById('all');
const text = document.getElementById('search');
const outcome = document.getElementById('outcome');
const show = () => {
  const wanted = text.value.toLowerCase();
  for (const item of list.children) {
    const fits = item.dataset.id.toLowerCase().includes(wanted) && (outcome.value === '' || item.dataset.outcome === outcome.value);
    item.hidden = !fits;
    item.style.display = fits ? '' : 'none';
  }
};
text.addEventListener('input', show);
outcome.addEventListener('input', show);
`;
