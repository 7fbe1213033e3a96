"""One clock: frozen in tests, moved on in examples, local to the cooperative."""

from datetime import UTC, date, datetime

from sokoguru.kernel import clock


def test_the_business_date_is_that_of_the_place():
    with clock.frozen(datetime(2026, 11, 24, 16, 30, tzinfo=UTC)):
        with clock.at_place(zone="Asia/Jakarta"):
            assert clock.today() == date(2026, 11, 24)
        with clock.at_place(zone="Asia/Jayapura"):
            assert clock.today() == date(2026, 11, 25)


def test_an_example_moves_its_clock_on_and_back_again():
    with clock.frozen(datetime(2026, 11, 24, tzinfo=UTC)):
        with clock.at_place(zone=clock.WIB, offset_days=40):
            assert clock.today() == date(2027, 1, 3)
        assert clock.today() == date(2026, 11, 24)
