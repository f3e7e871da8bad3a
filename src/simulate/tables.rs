//! Tables in their final order: rows sorted by day, numbered, policies once each.

use super::clients::Maker;
use super::people::BRANCHES;
use super::world::{Row, World};
use crate::record::Day;

/// Sorts and numbers all rows of a finished world.
pub(super) fn finish(maker: Maker<'_>) -> World {
    let mut world = maker.world;
    for agent in &maker.market.agents {
        let mut row = Row::default();
        row.add("agent_id", &agent.id);
        row.add("agent_name", &agent.name);
        row.add("phone", &agent.phone);
        row.add("branch", BRANCHES[agent.branch].0);
        row.add("hired_at", agent.hired.to_string());
        row.add("left_at", agent.left.map_or(String::new(), |day| day.to_string()));
        world.agents.push(row);
    }
    world.agents.sort_by(|left, right| left.get("agent_id").cmp(right.get("agent_id")));
    // Two records of one day stand in an order that says nothing of who planted them.
    world.complaints.sort_by_cached_key(|row| (row.day, row.get("policy_no").to_owned()));
    world.surrenders.sort_by_cached_key(|row| (row.day, row.get("policy_no").to_owned()));
    for (rows, column, letter) in
        [(&mut world.complaints, "complaint_id", 'C'), (&mut world.surrenders, "surrender_id", 'S')]
    {
        for (number, row) in rows.iter_mut().enumerate() {
            let year = Day(row.day).ymd().0;
            row.add(column, format!("{letter}{year}{:07}", number + 1));
        }
    }
    // A policy that was changed after it was made stands twice: the last row holds.
    world.policies.reverse();
    world.policies.sort_by(|left, right| left.get("policy_no").cmp(right.get("policy_no")));
    world.policies.dedup_by(|left, right| left.get("policy_no") == right.get("policy_no"));
    world
}
