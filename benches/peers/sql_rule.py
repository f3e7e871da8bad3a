"""The rule most desks start with: a contact phone shared by three or more persons, in SQL.

Usage: sql_rule.py WORLD MEMBERS
"""

import sys

import duckdb
import records

RULE = """
select list(distinct person order by person) as persons
from loaded
where phone <> ''
group by phone
having count(distinct person) >= 3
order by count(distinct person) desc, phone
"""

loaded = records.load(sys.argv[1])
groups = [persons for (persons,) in duckdb.sql(RULE).fetchall()]
records.write(loaded, groups, sys.argv[2])
