"""A suite with every way of differing; ROLE says which interpreter this one plays."""

import os
import signal
import subprocess
import unittest

SUBJECT = os.environ['ROLE'] == 'subject'


class Same(unittest.TestCase):
    def test_passes(self):
        pass

    def test_fails_on_both(self):
        self.fail('always')

    def test_skipped_by_both(self):
        self.skipTest('no such device')

    @unittest.expectedFailure
    def test_expected_failure(self):
        self.fail('as expected')


class Better(unittest.TestCase):
    def test_passes_here_only(self):
        self.assertTrue(SUBJECT)


class Differs(unittest.TestCase):
    def test_fails(self):
        self.assertFalse(SUBJECT, 'this is the subject')

    def test_is_skipped(self):
        if SUBJECT:
            self.skipTest('not here')

    def test_has_a_subtest_that_fails(self):
        for number in 1, 2, 3:
            with self.subTest(number=number):
                self.assertFalse(SUBJECT and number == 2)


class BreaksItsFixture(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if SUBJECT:
            raise OSError('no fixture')

    def test_first(self):
        pass

    def test_second(self):
        pass


class Crashes(unittest.TestCase):
    def test_1_before(self):
        pass

    def test_2_crash(self):
        if SUBJECT:
            os.kill(os.getpid(), signal.SIGSEGV)

    def test_3_after(self):
        pass


class Hangs(unittest.TestCase):
    def test_1_before(self):
        pass

    def test_2_hang(self):
        if SUBJECT:
            signal.pause()

    def test_3_after(self):
        pass


class Flickers(unittest.TestCase):
    def test_fails_once(self):
        mark = os.path.join(os.environ['MARKS'], 'mark')
        if SUBJECT and not os.path.exists(mark):
            open(mark, 'w').close()
            self.fail('the first time')


class Leaks(unittest.TestCase):
    def test_leaves_a_process(self):
        if SUBJECT:
            subprocess.Popen(['sleep', '60'], stdin=subprocess.DEVNULL)


if SUBJECT:

    class OnlyHere(unittest.TestCase):
        def test_extra(self):
            pass

else:

    class OnlyThere(unittest.TestCase):
        def test_missing(self):
            pass
