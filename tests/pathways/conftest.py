"""Les Tilleuls with two workshops, two persons, and an educator."""

from tests.support.conftest import educator as educator
from tests.support.conftest import elsewhere as elsewhere
from tests.support.conftest import other as other
from tests.support.conftest import person as person
from tests.support.conftest import place as place
