/* Times, in the reader's zone and language, and those that pass by themselves. */
(function () {
	'use strict';

	const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
	const date = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short' });
	const longDate = new Intl.DateTimeFormat('en', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
	const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });

	/* What the desk said about seconds counts from when the page learned of it. */
	const learned = new WeakMap();

	function passed(element) {
		if (!learned.has(element)) {
			learned.set(element, performance.now());
		}
		return Math.floor((performance.now() - learned.get(element)) / 1000);
	}

	function ago(seconds) {
		const minutes = Math.floor(seconds / 60);
		if (minutes < 1) {
			return `${seconds} s`;
		}
		return (minutes < 60) ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
	}

	function roughly(seconds) {
		const minutes = Math.floor(seconds / 60);
		if (minutes < 1) {
			return 'less than a minute';
		}
		if (minutes < 60) {
			return `${minutes} min`;
		}
		return (minutes < 48 * 60) ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60 / 24)} days`;
	}

	function isToday(at) {
		return at.toDateString() === new Date().toDateString();
	}

	function dayOf(at) {
		const yesterday = new Date(Date.now() - 24 * 3600 * 1000).toDateString();
		return isToday(at) ? 'Today' : (at.toDateString() === yesterday) ? 'Yesterday' : longDate.format(at);
	}

	function set(element, text) {
		if (element.textContent !== text) {
			element.textContent = text;
		}
	}

	function tick() {
		for (const element of document.querySelectorAll('[data-seconds-ago]')) {
			set(element, ago(Number(element.dataset.secondsAgo) + passed(element)));
		}
		for (const element of document.querySelectorAll('[data-seconds-left]')) {
			set(element, ago(Math.max(0, Number(element.dataset.secondsLeft) - passed(element))));
		}
		for (const element of document.querySelectorAll('time[data-since]')) {
			set(element, roughly(Math.max(0, (Date.now() - new Date(element.dateTime)) / 1000)));
		}
	}

	/* Shows times that were not shown before, and the day above the first message of each. */
	function show() {
		for (const element of document.querySelectorAll('time[data-time], time[data-short]')) {
			const at = new Date(element.dateTime);
			if (!isNaN(at)) {
				set(element, ('short' in element.dataset && !isToday(at)) ? date.format(at) : time.format(at));
				element.title = full.format(at);
			}
		}
		let day = null;
		for (const message of document.querySelectorAll('#messages > [data-at]')) {
			const of = dayOf(new Date(message.dataset.at));
			if (of !== day) {
				message.dataset.day = of;
			}
			else {
				delete message.dataset.day;
			}
			day = of;
		}
		tick();
	}

	window.deskTimes = { show: show };
	show();
	setInterval(tick, 1000);
	document.body.addEventListener('htmx:afterSettle', show);
}());
