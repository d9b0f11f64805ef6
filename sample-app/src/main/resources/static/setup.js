/* Notices can be closed. */
document.addEventListener('click', (event) => {
	if (event.target.closest('[data-dismiss]')) {
		event.target.closest('.notice').remove();
	}
});
